/** Defines the command with which admins speak in the name of the server: /say. */
import {MAX_SAID} from '../../protocol/bounds.ts';
import {safeText} from '../../protocol/text.ts';
import {text} from '../../terminal/commands/arguments.ts';
import {defineCommand} from './command.ts';
import {sendRequest} from './request.ts';

export const sayToAll = defineCommand({
	name: 'say',
	group: 'moderation',
	consequence: 'sends',
	summary: safeText`tell everybody who is online something in the name of the server; it is not stored`,
	args: {text: text()},
	run({text}, {state}) {
		return text.length > MAX_SAID
			? {problem: safeText`The text is too long; shorten it to ${MAX_SAID} characters.`}
			: sendRequest(state, {type: 'say', text});
	},
});
