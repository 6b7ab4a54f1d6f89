/** Asks the server of a data folder from another process, through its control socket. */
import {connect} from 'node:net';
import {controlPathOf} from '../../lib/control-path.ts';
import type {ControlAsk} from '../../protocol/control.ts';
import {fromJson} from '../../protocol/json.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {mustBeOurs} from './control.ts';

/** Maximum milliseconds for an answer, and its maximum UTF-16 units. */
type Bounds = {readonly patience: number; readonly longest: number};

/**
 * Sends a request.
 * @returns the answer as it came, not yet checked; undefined if no server uses the folder
 * @throws CannotStart if the server does not answer
 */
export async function askControl(
	folder: string,
	question: ControlAsk,
	{patience, longest}: Bounds,
): Promise<{readonly answer: unknown} | undefined> {
	await mustBeOurs(folder);
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
			if (heard.length <= longest) return;
			socket.destroy();
			resolve({answer: undefined}); // no answer of any version
		});
		socket.on('end', () => resolve({answer: fromJson(heard)}));
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

/** Tells whether a server uses the folder, also one that does not answer yet. */
export async function hasServer(folder: string): Promise<boolean> {
	return new Promise(resolve => {
		const socket = connect(controlPathOf(folder), () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});
}
