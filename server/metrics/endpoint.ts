/** Serves metrics and health to programs on this machine: `/metrics` as text of Prometheus, and `/health` as JSON. */
import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {CannotStart} from '../../lib/cannot-start.ts';
import type {OperatedServer} from '../operator/operated-server.ts';
import {metricsOf} from './metrics.ts';

const HOST = '127.0.0.1';
/** Names by which a program on this machine asks; a page of a browser that was led here asks by another one. */
const HOSTS = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;
/** Maximum connections, and maximum milliseconds of a request and between two. */
const MAX_CONNECTIONS = 16;
const PATIENCE = 5000;

type Answer = {readonly status: number; readonly type: string; readonly body: string};

export class MetricsEndpoint {
	readonly port: number;
	private readonly server: Server;

	/** Starts to listen on the loopback interface. @param port 0 takes a free one @throws CannotStart if the port is taken */
	static async start(port: number, operated: OperatedServer): Promise<MetricsEndpoint> {
		const metrics = metricsOf(operated);
		const server = createServer(
			{requestTimeout: PATIENCE, headersTimeout: PATIENCE, keepAliveTimeout: PATIENCE},
			(request, response) => {
				void answerTo(request, {operated, metrics}).then(answer => send(response, request, answer));
			},
		);
		server.maxConnections = MAX_CONNECTIONS;
		server.listen(port, HOST);
		try {
			await once(server, 'listening');
		} catch (error) {
			throw new CannotStart(
				`The port ${port} for metrics cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); choose another with --metrics.`,
				{cause: error},
			);
		}

		return new MetricsEndpoint(server);
	}

	private constructor(server: Server) {
		this.server = server;
		this.port = (server.address() as AddressInfo).port; // it listens on a port
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise<void>(resolve => this.server.close(() => resolve()));
	}
}

type Sources = {readonly operated: OperatedServer; readonly metrics: ReturnType<typeof metricsOf>};

async function answerTo(
	{method, url, headers}: IncomingMessage,
	{operated, metrics}: Sources,
): Promise<Answer> {
	if (!HOSTS.test(headers.host ?? '')) return text(403, 'Ask for 127.0.0.1 or localhost.');
	if (method !== 'GET' && method !== 'HEAD') return text(405, 'Only GET is answered.');
	switch (url) {
		case '/metrics':
			return {status: 200, type: metrics.contentType, body: await metrics.metrics()};
		case '/health':
			return health(operated);
		default:
			return text(404, 'There are /metrics and /health.');
	}
}

function health({counters: {isFull}}: OperatedServer): Answer {
	const body = `${JSON.stringify({status: isFull ? 'disk full' : 'ok'})}\n`;
	return {status: isFull ? 503 : 200, type: 'application/json', body};
}

function text(status: number, sentence: string): Answer {
	return {status, type: 'text/plain; charset=utf-8', body: `${sentence}\n`};
}

function send(response: ServerResponse, {method}: IncomingMessage, {status, type, body}: Answer): void {
	response.writeHead(status, {'content-type': type, 'content-length': Buffer.byteLength(body)});
	response.end(method === 'HEAD' ? undefined : body);
}
