/** Runs a command line on a client's state without sending anything: the step it gives, or the problem. */
import {commands} from '../../source/commands/index.ts';
import {run as runLine} from '../../source/commands/line.ts';
import type {Problem} from '../../source/commands/command.ts';
import type {Effect} from '../../source/state/model/effect.ts';
import type {State} from '../../source/state/model/state.ts';
import type {Step} from '../../source/state/model/step.ts';
import {Client} from './client.ts';

/** Without a client: alice has just signed in, and no conversation is open. */
export function run(line: string, {state}: {readonly state: State} = new Client().signsIn('alice')) {
	if (!state.me) throw new Error('Nobody is signed in.');
	return runLine(line, {state, me: state.me, commands});
}

/** The step of a line that can be carried out. */
export function stepOf(line: string, client?: {readonly state: State}): Step {
	const result: Step | Problem = run(line, client);
	if ('problem' in result) throw new Error(result.problem);
	return result;
}

export function effectsOf(line: string, client?: {readonly state: State}): readonly Effect[] {
	return stepOf(line, client)[1];
}

/** The problem of a line that cannot be carried out; empty where it can. */
export function problemOf(line: string, client?: {readonly state: State}): string {
	const result = run(line, client);
	return 'problem' in result ? result.problem : '';
}
