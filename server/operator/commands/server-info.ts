/** Defines the operator's commands that tell everybody something: /say and /motd. */
import {counted} from '../../../protocol/counted.ts';
import {MAX_MOTD} from '../../../protocol/server-info.ts';
import {MAX_SAID} from '../../../protocol/bounds.ts';
import {isRefusal, sentence} from '../../../protocol/refusals.ts';
import {clean, safeText, type SafeText} from '../../../protocol/text.ts';
import {optional, text} from '../../../terminal/commands/arguments.ts';
import {defineOperatorCommand, type OperatorCommand} from '../command.ts';
import {report} from '../report.ts';

const group = 'people' as const;

const say = defineOperatorCommand({
	name: 'say',
	group,
	consequence: 'sends',
	summary: safeText`tell everybody who is online something, in the name of the server`,
	details: [safeText`Nothing of it is stored; /motd is for what those who come later are to read, too.`],
	args: {text: text()},
	async run({text}, {server}) {
		if (text.length > MAX_SAID)
			return {problem: safeText`The text is too long; shorten it to ${MAX_SAID} characters.`};
		const reply = await server.operate({type: 'say', text});
		if (isRefusal(reply)) return {problem: sentence(reply)};
		return report(safeText`${counted(reply.reached, 'person', 'people')} heard it.`);
	},
});

const motd = defineOperatorCommand({
	name: 'motd',
	group,
	consequence: 'sends',
	summary: safeText`show the message of the day, or set it; /motd none removes it`,
	details: [
		safeText`Everybody reads it in #lobby: at once who is online, others when they sign in. \\n begins a new line.`,
	],
	args: {text: optional(text())},
	async run({text}, {server}) {
		if (text === undefined) return report(...shownMotd(server.state.serverInfo.motd?.text));
		const message = text.trim() === 'none' ? '' : text.trim().replaceAll('\\n', '\n');
		if (message.length > MAX_MOTD)
			return {problem: safeText`The text is too long; shorten it to ${MAX_MOTD} characters.`};
		const reply = await server.operate({type: 'setMotd', text: message});
		if (isRefusal(reply)) return {problem: sentence(reply)};
		return report(
			message === ''
				? safeText`There is no message of the day any more.`
				: safeText`Everybody reads it from now on.`,
		);
	},
});

function shownMotd(message: string | undefined): readonly SafeText[] {
	if (message === undefined) return [safeText`There is no message of the day; /motd and a text sets one.`];
	return clean(message).split('\n') as SafeText[]; // lines of a safe text
}

export const serverInfoCommands: readonly OperatorCommand[] = [say, motd];
