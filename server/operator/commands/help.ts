/** Defines /help of the operator: all commands, or one of them. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {optional, topic} from '../../../terminal/commands/arguments.ts';
import {named, usage} from '../../../terminal/commands/line.ts';
import {defineOperatorCommand, whileStopped, type OperatorCommand} from '../command.ts';
import {report, type Report} from '../report.ts';

export const help = whileStopped(
	defineOperatorCommand({
		name: 'help',
		aliases: ['?'],
		group: 'the server',
		summary: safeText`list all commands, or say what one does`,
		args: {topic: optional(topic())},
		run({topic}, {commands}) {
			if (topic === undefined) return everything(commands);
			const command = named(topic, commands);
			return command
				? report(...inFull(command))
				: {problem: safeText`There is no command /${topic}; /help lists them all.`};
		},
	}),
);

function everything(commands: readonly OperatorCommand[]): Report {
	const longest = Math.max(...commands.map(command => usage(command).length));
	const lines = [...new Set(commands.map(({group}) => group))].flatMap(group => [
		safeText`Commands: ${group}`,
		...commands
			.filter(command => command.group === group)
			.map(command => `  ${usage(command).padEnd(longest)}  ${command.summary}` as SafeText), // safe texts and spaces
	]);
	const json = commands.map(command => ({
		usage: usage(command),
		group: command.group,
		does: command.summary,
	}));
	return {lines, json};
}

function inFull(command: OperatorCommand): readonly SafeText[] {
	const {aliases, summary, details = []} = command;
	const also = aliases.length > 0 ? [safeText`Also: ${aliases.map(alias => `/${alias}`).join(' ')}`] : [];
	return [usage(command), summary, ...details, ...also];
}
