/** What do programs on this machine that watch the server see, and can nobody else ask? */
import {createServer, request} from 'node:http';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {families} from '../harness/prometheus.ts';
import {Serving} from '../harness/serving.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {open} from './on-disk.ts';

type Answer = {readonly status: number; readonly type: string; readonly body: string};

async function ask(
	port: number,
	path: string,
	options: {host?: string; method?: string} = {},
): Promise<Answer> {
	const {host = 'localhost', method = 'GET'} = options;
	return new Promise((resolve, reject) => {
		const asked = request({port, host: '127.0.0.1', path, method, headers: {host}}, response => {
			let body = '';
			response.setEncoding('utf8').on('data', (part: string) => (body += part));
			response.on('end', () => {
				const {statusCode: status = 0, headers} = response;
				resolve({status, type: headers['content-type'] ?? '', body});
			});
		});
		asked.on('error', reject).end();
	});
}

/** A server with alice on a screen, who has written two messages, and its port for metrics. */
async function watched() {
	const folder = await temporaryFolder();
	const {server, enters} = await open({folder});
	const alice = await enters('signUp', 'alice');
	for (const text of ['one', 'two'])
		await alice.ask('send', {
			conversation: 'alice+alice',
			messageId: `d1b2c3d4e5.a.${text.length + text.charCodeAt(0)}`,
			text,
		});
	return {server, port: await server.serveMetrics(0)};
}

test('a scrape is valid for Prometheus, and counts accounts, sessions and messages', async () => {
	const {port} = await watched();
	const {status, type, body} = await ask(port, '/metrics');
	expect([status, type]).toEqual([200, expect.stringContaining('text/plain')]);
	const found = families(body);
	const values = (name: string) => found.get(name)?.metrics.map(({value}) => Number(value));
	expect(values('chat_tui_accounts')).toEqual([1]);
	expect(values('chat_tui_sessions')).toEqual([1]);
	expect(values('chat_tui_messages_total')).toEqual([2]);
	expect(values('chat_tui_disk_full')).toEqual([0]);
	expect(values('process_resident_memory_bytes')?.[0]).toBeGreaterThan(0);
	expect([...found.values()].filter(({help}) => help === '')).toEqual([]);
	const again = families((await ask(port, '/metrics')).body);
	expect(again.get('chat_tui_messages_total')?.metrics).toMatchObject([{value: '2'}]);
});

test('/health says ok, and an unknown path, another method or a page from elsewhere gets nothing', async () => {
	const {port} = await watched();
	expect(await ask(port, '/health')).toMatchObject({status: 200, body: '{"status":"ok"}\n'});
	expect(await ask(port, '/users')).toMatchObject({status: 404});
	expect(await ask(port, '/metrics', {method: 'POST'})).toMatchObject({status: 405});
	expect(await ask(port, '/metrics', {host: 'evil.example'})).toMatchObject({status: 403});
});

test('after the server has stopped, nobody answers at the port', async () => {
	const {server, port} = await watched();
	await server.stop('test');
	await expect(ask(port, '/health')).rejects.toMatchObject({code: 'ECONNREFUSED'});
});

test('serve --metrics tells its health on this machine, and says so if the port is taken', async () => {
	const taken = createServer().listen(0, '127.0.0.1');
	onTestFinished(() => void taken.close());
	await once(taken, 'listening');
	const {port} = taken.address() as AddressInfo;
	const folder = await temporaryFolder();
	const words = ['--port', '0', '--data', folder, '--metrics', String(port)];
	const refused = new Serving(...words);
	expect(await refused.ended).toBe(1);
	expect(refused.errors).toContain(`The port ${port} for metrics cannot be used (EADDRINUSE)`);
	await new Promise(resolve => taken.close(resolve));
	await new Serving(...words).port();
	expect(await ask(port, '/health')).toMatchObject({status: 200});
});
