/** Commands of the operator on a real server: what they say, what they ask first, and what they bound. */
import {connect} from 'node:net';
import {expect, test} from 'vitest';
import {controlPathOf} from '../../../lib/control-path.ts';
import {MAX_OPERATOR_LINE} from '../../../protocol/control.ts';
import {askControl} from '../../../server/control/ask.ts';
import {commands} from '../../../server/operator/commands/index.ts';
import {runOperator} from '../../../server/operator/run.ts';
import type {OperatorHost} from '../../../server/operator/operated-server.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {open} from '../on-disk.ts';

const bounds = {patience: 10_000, longest: 1_000_000};

/** A server with alice on a screen, and a stranger, and what it answers to a line from afar. */
async function served() {
	const folder = await temporaryFolder();
	const {server, clock, enters, knock} = await open({folder});
	const alice = await enters('signUp', 'alice');
	await knock();
	const ask = async (line: string, {json = false, yes = false} = {}) =>
		(await askControl(folder, {ask: 'operator', line, json, yes}, bounds))?.answer;
	return {folder, server, clock, alice, ask};
}

test('/users lists who is connected, since when and how long idle; who is not signed in comes last', async () => {
	const {clock, ask} = await served();
	clock.advance(12_000);
	expect(await ask('/users')).toEqual({
		lines: [
			'name             address    as      since  idle  waiting',
			expect.stringMatching(/^alice {12}127\.0\.0\.1 {2}screen {2}12s {4}12s {3}\d+ B$/),
			expect.stringMatching(/^\(not signed in\) {2}127\.0\.0\.1 +\d+ B$/),
		],
	});
	expect(await ask('/users', {json: true})).toMatchObject({
		json: [{user: 'alice', as: 'screen', address: '127.0.0.1', idle: 12_000}, {address: '127.0.0.1'}],
	});
});

test('/status says where the server listens and what it uses, as JSON as well', async () => {
	const {server, folder, ask} = await served();
	const {lines} = (await ask('status')) as {lines: string[]};
	expect(lines[0]).toBe(`Listening on 127.0.0.1:${server.port} for 0s`);
	expect(lines.join('\n')).toContain(folder);
	expect(await ask('status', {json: true})).toMatchObject({
		json: {listening: true, port: server.port, connections: 2, messages: 0},
	});
});

test('/stop asks first while people are connected, and with a yes tells them', async () => {
	const {server, alice, ask} = await served();
	expect(await ask('/stop')).toEqual({confirm: 'Stop the server? 1 person is connected.'});
	await alice.fence();
	expect(await ask('/stop', {yes: true})).toEqual({lines: ['The server stops.']});
	await alice.end();
	expect(alice.heard.map(({type}) => type)).toContain('stopping');
	expect(await server.ended).toBe(0);
});

test('an unknown command, or one with a word too many, is answered in a sentence', async () => {
	const {ask} = await served();
	expect(await ask('uesrs')).toEqual({problem: 'There is no command /uesrs; did you mean /users?'});
	expect(await ask('users all')).toEqual({problem: 'Too many arguments. Usage: /users'});
	expect(await ask('/start')).toEqual({problem: 'The server runs already.'});
});

test('/help lists every command, and says in full what one does', async () => {
	const {ask} = await served();
	const {lines} = (await ask('help')) as {lines: string[]};
	for (const {name, summary} of commands) {
		expect(lines.join('\n')).toContain(`/${name}`);
		expect(lines.join('\n')).toContain(summary);
	}

	expect(await ask('help stop')).toMatchObject({lines: ['/stop', expect.stringContaining('tell everybody')]});
});

test('a line that is too long is not read, and the server goes on', async () => {
	const {folder, ask} = await served();
	expect(await ask('x'.repeat(MAX_OPERATOR_LINE + 1))).toBeUndefined();
	const flood = connect(controlPathOf(folder));
	flood.on('error', () => undefined).write('x'.repeat(1_000_000));
	await new Promise<unknown>(resolve => flood.on('close', resolve));
	expect(await ask('help')).toHaveProperty('lines');
});

test('while the server is stopped, commands that need it say how it is started', async () => {
	const stopped: OperatorHost = {
		server: undefined,
		start: async () => undefined,
		stop: async () => undefined,
		restart: async () => undefined,
		quit: () => undefined,
	};
	expect(await runOperator('/users', stopped)).toEqual({
		problem: 'The server is stopped; /start starts it.',
	});
	expect(await runOperator('/status', stopped)).toMatchObject({lines: ['The server is stopped.']});
	expect(await runOperator('/start', stopped)).toMatchObject({lines: ['The server listens.']});
});
