/** Files on their way to the server end with the session of whoever sends them. */
import {expect, test} from 'vitest';
import {systemClock} from '../../lib/clock.ts';
import {LOBBY} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {perform, type Environment} from '../../source/client/perform.ts';
import type {UploadEvent} from '../../source/state/model/upload.ts';
import {FileTransfers} from '../../source/uploads/file-transfers.ts';
import type {ServerOfFiles} from '../../source/uploads/server.ts';
import {until} from '../harness/until.ts';

/** Gives tickets, and never answers on the connection of a transfer. */
const silent = {
	request: async () => Promise.resolve({ticket: 't'.repeat(43)}),
	openTransfer: async (_ticket: string, _offset: number, signal: AbortSignal) =>
		new Promise((_resolve, reject) => {
			signal.addEventListener('abort', () => reject(new Error('not wanted')));
		}),
} as unknown as ServerOfFiles; // of its answers only the ticket is read

test('a sign-out ends the files on their way, so that none goes out as whoever signs in next, who is told nothing of them', async () => {
	const heard: UploadEvent[] = [];
	const files = new FileTransfers({
		server: silent,
		clock: systemClock,
		downloads: '/nowhere',
		dispatch: event => heard.push(event),
	});
	const stands = (status: string) =>
		heard.some(event => event.type === 'fileMoved' && event.transfer.status === status);
	const over = files.upload(LOBBY, {name: safeText`notes.txt`, text: 'mine'});
	await until(() => stands('running'));
	const outside = {peers: Promise.resolve({close: () => undefined}), files: Promise.resolve(files)};
	perform({type: 'closePeers'}, outside as unknown as Environment, () => undefined);
	const told = heard.length;
	await over;
	expect(heard.slice(told)).toEqual([]); // somebody else may see it
});
