/**
 * Runs the server like `chat-tui serve`, with raised limits: `server.mjs FOLDER [plain|TLS [RECORD]]`. Each message of a parent is answered with the
 * longest turn of the event loop since the message before.
 */
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {startServer} from '../../server/server.ts';
import {ownProcessorTime} from '../world/cost.ts';
import {raisedLimits} from '../world/limits.ts';
import type {Turn} from '../world/server.ts';

const [folder = '', plain, record] = process.argv.slice(2);
const server = await startServer({
	folder,
	host: '127.0.0.1',
	port: 0,
	plaintext: plain === 'plain',
	policy: DEFAULT_POLICY,
	record: record === undefined ? undefined : recordPlace(record, () => ''),
	limits: raisedLimits,
	write: () => undefined,
});
process.on('SIGTERM', () => void server.stop('told to'));
process.once('message', watchTurns);
process.exit(await server.ended);

function watchTurns(): void {
	let longest: Turn = {processor: 0, wall: 0};
	let before = now();
	const turn = () => {
		const after = now();
		longest = {
			processor: Math.max(longest.processor, after.processor - before.processor),
			wall: Math.max(longest.wall, after.wall - before.wall),
		};
		before = after;
		setImmediate(turn);
	};
	setImmediate(turn);
	process.on('message', () => {
		process.send?.(longest);
		longest = {processor: 0, wall: 0};
	});
	process.send?.(longest);
}

function now(): Turn {
	return {processor: ownProcessorTime(), wall: performance.now()};
}
