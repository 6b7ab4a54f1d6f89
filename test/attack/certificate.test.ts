/** Does the program people run ever speak to a stranger in its server's place, or in the clear to anybody elsewhere? */
import {spawn} from 'node:child_process';
import {createPublicKey, generateKeyPairSync} from 'node:crypto';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {createServer} from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {isLoopback} from '../../protocol/address.ts';
import {knownServer} from '../../source/link/known-servers.ts';
import {ownFolder, PASSWORD, program, startServer} from '../harness/program.ts';
import {Serving} from '../harness/serving.ts';
import {newIdentity} from '../link/fake-server.ts';
import {person} from '../link/people.ts';

/** Runs the program to its end. */
async function run(home: string, ...args: string[]): Promise<{code: number; errors: string}> {
	const child = spawn(process.execPath, [program, ...args], {
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {...process.env, CHAT_TUI_HOME: home, CHAT_TUI_PASSWORD: PASSWORD},
	});
	let errors = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
	const [code] = (await once(child, 'close')) as [number];
	return {code, errors};
}

test('a server with another key in the place of the known one hears nothing, and both fingerprints are told', async () => {
	const home = await ownFolder();
	const known = await startServer();
	const send = ['send', '--server', known.address, '--user', 'alice'];
	expect(await run(home, ...send, '--signup', 'alice', 'hello')).toMatchObject({code: 0});
	await known.kill();
	const port = known.address.split(':')[1]!;
	const impostor = new Serving('--port', port, '--data', path.join(await ownFolder(), 'data'));
	await impostor.port();
	const {code, errors} = await run(home, ...send, 'alice', 'for the known one only');
	expect(code).toBe(1);
	const [, expected] = /#([\w-]{43})/.exec(known.joinLine)!;
	expect(errors).toContain(`Expected SHA256:${expected!}, got SHA256:`);
	const [, other = ''] = /got SHA256:([\w-]{43})/.exec(errors)!;
	expect(other).not.toBe(expected);
	const around = await run(home, ...send, '--trust', `SHA256:${other}`, 'alice', 'for the known one only');
	expect(around).toMatchObject({code: 1});
	expect(impostor.output).not.toMatch(/attempt|sign-/);

	expect(await run(home, 'forget-server', known.address)).toMatchObject({code: 0});
	expect(await run(home, ...send, '--signup', 'alice', 'hello')).toMatchObject({code: 0});
});

test('a server that speaks no newer TLS than 1.2 is not spoken to, though it has the right key', async () => {
	const {key, cert, fingerprint} = await newIdentity();
	let bytes = 0;
	const old = createServer({key, cert, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2'}, socket => {
		socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
	});
	old.on('tlsClientError', () => undefined);
	old.listen(0, '127.0.0.1');
	await once(old, 'listening');
	onTestFinished(() => void old.close());
	const {port} = old.address() as AddressInfo;
	const {signIn} = await person();
	const answer = await signIn({host: '127.0.0.1', port, fingerprint}, {user: 'alice', password: PASSWORD});
	expect(answer).toContain('does not speak TLS 1.3');
	expect(bytes).toBe(0);
});

/** An EC key (PEM) that claims to belong to the public key of `victim`, and has another private part. */
function forgedKey(victim: string): string {
	const {x = '', y = ''} = createPublicKey(victim).export({format: 'jwk'});
	const {d = ''} = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({format: 'jwk'});
	const bytes = (text: string) => Buffer.from(text, 'base64url');
	const der = (tag: number, ...parts: readonly Buffer[]) => {
		const body = Buffer.concat(parts);
		return Buffer.concat([Buffer.from([tag, body.length]), body]); // all of them are shorter than 128 bytes
	};
	const point = der(0x03, Buffer.from([0, 4]), bytes(x), bytes(y));
	const curve = Buffer.from('06082a8648ce3d030107', 'hex');
	const key = der(0x30, der(0x02, Buffer.from([1])), der(0x04, bytes(d)), der(0xa0, curve), der(0xa1, point));
	return `-----BEGIN EC PRIVATE KEY-----\n${key.toString('base64')}\n-----END EC PRIVATE KEY-----\n`;
}

test('a server that shows the right certificate without its key is not spoken to', async () => {
	const {cert, fingerprint} = await newIdentity();
	let bytes = 0;
	const thief = createServer({key: forgedKey(cert), cert, minVersion: 'TLSv1.3'}, socket => {
		socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
	});
	thief.on('tlsClientError', () => undefined);
	thief.listen(0, '127.0.0.1');
	await once(thief, 'listening');
	onTestFinished(() => void thief.close());
	const {port} = thief.address() as AddressInfo;
	const {link, home} = await person();
	const address = {host: '127.0.0.1', port, fingerprint};
	expect(await link.probe(address)).toMatchObject({
		found: 'nothing',
		problem: expect.stringContaining('ERR_SSL_BAD_SIGNATURE') as string,
	});
	expect(await knownServer(home, address)).toBeUndefined();
	expect(bytes).toBe(0);
});

test('in the clear the program speaks on this machine alone, and so does the server', async () => {
	const home = await ownFolder();
	const to = ['--server', '192.0.2.1:9', '--user', 'alice', '--insecure-plaintext'];
	for (const [word, ...rest] of [
		['send', 'bob', 'hello'],
		['history', 'bob'],
	] as const) {
		const {code, errors} = await run(home, word, ...to, ...rest);
		expect([code, errors]).toEqual([1, expect.stringMatching(/Plain text is for this machine only/)]);
	}

	const {code, errors} = await run(home, 'serve', '--host', '0.0.0.0', '--port', '0', '--insecure-plaintext');
	expect([code, errors]).toEqual([1, expect.stringMatching(/Plaintext is for this machine alone/)]);
});

test.each([
	'127.0.0.1.evil.example',
	'localhost.evil.example',
	'evil.example#127.0.0.1',
	'127.evil.example',
	'0.0.0.0',
	'::',
	'::ffff:192.168.1.5',
	'127.0.0.1@evil.example',
	' 127.0.0.1',
	'192.168.127.1',
])('%j is not this machine', host => {
	expect(isLoopback(host)).toBe(false);
});
