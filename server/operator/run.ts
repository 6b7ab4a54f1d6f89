/** Runs command lines of the operator, from the console and from afar. */
import {MAX_OPERATOR_ANSWER, type OperatorAnswer, type OperatorAsk} from '../../protocol/control.ts';
import {safeText} from '../../protocol/text.ts';
import {commandIn, run} from '../../terminal/commands/line.ts';
import {STOPPED, type OperatorContext, type Result} from './command.ts';
import {commands} from './commands/index.ts';
import type {OperatorHost} from './operated-server.ts';
import type {Confirm, Outcome} from './report.ts';

/** Returns what the commands read. */
export function contextOf(host: OperatorHost): OperatorContext {
	return {
		host,
		commands,
		get server() {
			if (!host.server) throw new Error('a command asked a server that is stopped');
			return host.server;
		},
	};
}

/** Runs a line, with or without its slash; a mistake of this program is logged, and harms nothing else. */
export async function runOperator(line: string, host: OperatorHost): Promise<Outcome> {
	const typed = line.trimStart().replace(/^\/?/, '/');
	const command = commandIn(typed, commands);
	if (command && !command.whileStopped && !host.server) return STOPPED;
	return guarded(host, () => run<OperatorContext, Result>(typed, contextOf(host)));
}

/** Goes on with what a command has asked about. */
export async function goOn({go}: Confirm, host: OperatorHost): Promise<Outcome> {
	return guarded(host, go);
}

/** Answers a program on this machine. Without `yes`, a command that asks is not carried out. */
export async function answerFromAfar(
	{line, json, yes}: OperatorAsk,
	host: OperatorHost,
): Promise<OperatorAnswer> {
	let outcome = await runOperator(line, host);
	if ('confirm' in outcome) {
		if (!yes) return {confirm: outcome.confirm};
		outcome = await goOn(outcome, host);
	}

	if ('confirm' in outcome) return {confirm: outcome.confirm};
	if ('problem' in outcome) return {problem: outcome.problem};
	const answer: OperatorAnswer = json
		? {lines: [], json: outcome.json ?? {lines: outcome.lines}}
		: {lines: [...outcome.lines]};
	return JSON.stringify(answer).length < MAX_OPERATOR_ANSWER
		? answer
		: {problem: safeText`The answer is too long to be sent; ask for less.`};
}

async function guarded({server}: OperatorHost, work: () => Result): Promise<Outcome> {
	try {
		return await work();
	} catch (error) {
		server?.log({type: 'fault', what: 'a command of the operator', error});
		return {problem: safeText`That failed, which is a mistake of chat-tui; the log says where.`};
	}
}
