/** Runs the server like `chat-tui serve`, with raised limits: `server.mjs FOLDER [plain]`. */
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {startServer} from '../../server/server.ts';
import {raisedLimits} from '../world/limits.ts';

const [folder = '', plain] = process.argv.slice(2);
const server = await startServer({
	folder,
	host: '127.0.0.1',
	port: 0,
	plaintext: plain === 'plain',
	policy: DEFAULT_POLICY,
	limits: raisedLimits,
	write: () => undefined,
});
process.on('SIGTERM', () => void server.stop('told to'));
process.exitCode = await server.ended;
