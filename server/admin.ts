/** Runs `chat-tui admin`: hands a command line of the operator to the running server of this machine. */
import {CannotStart} from '../lib/cannot-start.ts';
import {absolutePath, userFoldersOf} from '../lib/user-folders.ts';
import {MAX_OPERATOR_ANSWER, MAX_OPERATOR_LINE, operatorAnswer} from '../protocol/control.ts';
import {toJson} from '../protocol/json.ts';
import {clean} from '../protocol/text.ts';
import {askControl} from './control/ask.ts';

type AdminFlags = {readonly data?: string; readonly json?: boolean; readonly yes?: boolean};

/** Prints why the command failed, and returns the exit code. */
type Failed = (sentence: string, code?: number) => number;

/** Maximum milliseconds of a command: some copy all that was ever said. */
const PATIENCE = 3600_000;

/** Runs the command; resolves with the exit code. @param words of the command line, at least one */
export async function admin(words: readonly string[], flags: AdminFlags, failed: Failed): Promise<number> {
	const {data, json = false, yes = false} = flags;
	const line = words.join(' ');
	if (line.length > MAX_OPERATOR_LINE)
		return failed(`The command is too long; shorten it to ${MAX_OPERATOR_LINE} characters.`);
	try {
		const folder = data === undefined ? (await userFoldersOf(process.env)).data : absolutePath(data);
		const bounds = {patience: PATIENCE, longest: 2 * MAX_OPERATOR_ANSWER};
		const said = await askControl(folder, {ask: 'operator', line, json, yes}, bounds);
		if (!said)
			return failed(
				`No server uses ${folder}; start one with npx chat-tui serve, or name its folder with --data.`,
			);
		return print(operatorAnswer.safeParse(said.answer).data, failed);
	} catch (error) {
		if (error instanceof CannotStart) return failed(error.message);
		throw error;
	}
}

function print(answer: ReturnType<typeof operatorAnswer.parse> | undefined, failed: Failed): number {
	if (!answer) return failed('The server gave no answer that this version knows; is it of the same version?');
	if ('problem' in answer) return failed(answer.problem);
	if ('confirm' in answer) return failed(`${answer.confirm} Nothing was done; add --yes to do it.`);
	const lines = answer.json === undefined ? answer.lines.map(clean) : [toJson(answer.json)];
	for (const line of lines) process.stdout.write(`${line}\n`);
	return 0;
}
