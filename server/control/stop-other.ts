/** Stops the server of a data folder from another process, for `serve --stop`. */
import {controlAnswer} from '../../protocol/control.ts';
import {MAX_ANSWER} from '../../protocol/control-socket.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {askControl, hasServer} from './ask.ts';

const POLL_INTERVAL = 50;
/** Maximum milliseconds of a stop; a server that works stops within half of that. */
const STOP_TIMEOUT = 10_000;

/**
 * Asks the server of the folder to stop, and waits until it has released the folder; its program may go on, as a console does.
 * @param patience milliseconds for its answer, and again for its end
 * @returns false if no server uses the folder
 * @throws CannotStart if the server does not stop
 */
export async function stopOther(folder: string, patience = STOP_TIMEOUT): Promise<boolean> {
	const said = await askControl(folder, {ask: 'stop'}, {patience, longest: MAX_ANSWER});
	if (said === undefined) return false;
	const answer = controlAnswer.safeParse(said.answer);
	if (!answer.success)
		throw new CannotStart(`What uses ${folder} gave no answer that this version knows; stop it by hand.`);
	const {pid} = answer.data;
	for (let waited = 0; waited < patience; waited += POLL_INTERVAL) {
		if (!lives(pid) || !(await hasServer(folder))) return true;
		await new Promise(resolve => setTimeout(resolve, POLL_INTERVAL));
	}

	throw new CannotStart(
		`The server of ${folder} (process ${pid}) was asked to stop and has not; stop it by hand.`,
	);
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'; // there, but not ours
	}
}
