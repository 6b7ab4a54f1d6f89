/** Servers in this process, on a record or with an embedded journal, and people on them. */
import {expect, onTestFinished} from 'vitest';
import {Passwords} from '../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer} from '../../server/server.ts';
import {entrance} from '../attack/attacked-server.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {Peer} from '../server/peer.ts';

const passwords = new Passwords({cost: {ln: 4, r: 8, p: 1}});

export const placeOf = (url: string) => recordPlace(url, () => '');

/** @param url of its record; without one its journal is embedded */
export async function serverOn(
	url: string | undefined,
	folder?: string,
	plaintext = true,
): Promise<RunningServer> {
	const server = await startServer({
		folder: folder ?? (await temporaryFolder()),
		host: '127.0.0.1',
		port: 0,
		plaintext,
		policy: DEFAULT_POLICY,
		record: url === undefined ? undefined : placeOf(url),
		write: () => undefined,
		passwords,
	});
	onTestFinished(async () => server.stop('the test is over'));
	return server;
}

/** Somebody who has made an account, or signs in to it. */
export async function personOn(
	{port}: {readonly port: number},
	user: string,
	request = 'signUp',
): Promise<Peer> {
	const peer = await Peer.connect(port);
	onTestFinished(() => void peer.socket.destroy());
	await peer.ask('hello', {protocol: 1});
	expect(await peer.ask(request, entrance(user))).toMatchObject({user});
	return peer;
}
