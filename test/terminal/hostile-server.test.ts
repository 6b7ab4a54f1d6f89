/** A server that never stops sending: does the client still answer its person's keys, and a signal? */
import {expect, onTestFinished, test} from 'vitest';
import {addressText} from '../../protocol/address.ts';
import {FLOODS, flood, hostileServer} from '../harness/floods.ts';
import {PASSWORD, startClient} from '../harness/program.ts';

test.each(FLOODS)(
	'while a server sends $name without end, keys are answered, and a signal ends the client',
	async ({stream, rooms = 0}) => {
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
		client.signal('SIGTERM');
		expect(await client.exit).toEqual({code: 143, signal: undefined});
		expect(client.buffer).toBe('normal');
	},
);
