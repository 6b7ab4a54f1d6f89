/** Stops the server of a data folder from another process, for `serve --stop`. */
import {connect} from 'node:net';
import {controlPathOf} from '../../lib/control-path.ts';
import {controlAnswer, MAX_ANSWER, type ControlAsk} from '../../protocol/control.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {mustBeOurs} from './control.ts';

const POLL_INTERVAL = 50;
/** Maximum milliseconds of a stop; a server that works stops within half of that. */
const STOP_TIMEOUT = 10_000;

/**
 * Asks the server of the folder to stop, and waits until it has.
 * @param patience milliseconds for its answer, and again for its end
 * @returns false if no server uses the folder
 * @throws CannotStart if the server does not stop
 */
export async function stopOther(folder: string, patience = STOP_TIMEOUT): Promise<boolean> {
	await mustBeOurs(folder);
	const line = await ask(folder, {ask: 'stop'}, patience);
	if (line === undefined) return false;
	const answer = controlAnswer.safeParse(parsed(line));
	if (!answer.success)
		throw new CannotStart(`What uses ${folder} gave no answer that this version knows; stop it by hand.`);
	const {pid} = answer.data;
	for (let waited = 0; waited < patience; waited += POLL_INTERVAL) {
		if (!lives(pid)) return true;
		await new Promise(resolve => setTimeout(resolve, POLL_INTERVAL));
	}

	throw new CannotStart(
		`The server of ${folder} (process ${pid}) was asked to stop and has not; stop it by hand.`,
	);
}

/** Sends a request to the control socket. @returns the line of the answer; undefined if there is no server */
async function ask(folder: string, question: ControlAsk, patience: number): Promise<string | undefined> {
	return new Promise((resolve, reject) => {
		let heard = '';
		const socket = connect(controlPathOf(folder), () => socket.write(`${JSON.stringify(question)}\n`));
		socket.setEncoding('utf8');
		socket.setTimeout(patience, () => {
			socket.destroy();
			reject(new CannotStart(`The server of ${folder} does not answer; stop it by hand.`));
		});
		socket.on('data', (text: string) => {
			heard += text;
			if (heard.length <= MAX_ANSWER) return;
			socket.destroy();
			resolve(''); // no answer of any version
		});
		socket.on('end', () => resolve(heard));
		socket.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
			else
				reject(
					new CannotStart(
						`The server of ${folder} cannot be asked (${error.code ?? error.message}); stop it by hand.`,
					),
				);
		});
	});
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined; // what is no JSON is no answer either
	}
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'; // there, but not ours
	}
}
