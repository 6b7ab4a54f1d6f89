/** A server that never stops sending: does the client still answer its person's keys, and a signal? */
import {expect, onTestFinished, test} from 'vitest';
import {addressText} from '../../protocol/address.ts';
import {FLOODS, flood, hostileServer} from '../harness/floods.ts';
import {PASSWORD, startClient} from '../harness/program.ts';

const SIGNALS = [
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const;

test.each(FLOODS.map((flood, at) => [flood.name, flood, ...SIGNALS[at % SIGNALS.length]!] as const))(
	'while a server sends %s without end, keys are answered, and a signal ends the client',
	async (_, {stream, rooms = 0}, signal, code) => {
		const fake = await hostileServer(PASSWORD, rooms);
		onTestFinished(() => fake.close());
		const server = `${addressText(fake.address)}#${fake.fingerprint}`;
		const client = await startClient({args: ['--server', server, '--user', 'alice']});
		await client.until('● connected');
		flood(fake, stream);
		client.write('/msg bob\r');
		await client.until(/╭ bob /);
		client.write('still here');
		await client.until('› still here');
		client.signal(signal);
		expect(await client.exit).toEqual({code, signal: undefined});
		expect(client.buffer).toBe('normal');
	},
);
