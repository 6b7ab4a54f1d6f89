/** Servers in this process, on a record or with an embedded journal, and people on them. */
import {expect, onTestFinished} from 'vitest';
import {Passwords} from '../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {LIMITS} from '../../server/net/limits.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer} from '../../server/server.ts';
import {entrance} from '../attack/attacked-server.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {Peer} from '../server/peer.ts';

export const passwords = new Passwords({cost: {ln: 4, r: 8, p: 1}});

export const placeOf = (url: string) => recordPlace(url, () => '');

type ServerOptions = {
	/** A new one, if it is left out. */
	readonly folder?: string;
	readonly plaintext?: boolean;
	readonly quotas?: Partial<typeof LIMITS.quotas>;
	/** Told each line of the log. */
	readonly write?: (line: string) => void;
};

/** @param url of its record; without one its journal is embedded */
export async function serverOn(url: string | undefined, options: ServerOptions = {}): Promise<RunningServer> {
	const {folder = await temporaryFolder(), plaintext = true, quotas, write = () => undefined} = options;
	const server = await startServer({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext,
		policy: DEFAULT_POLICY,
		record: url === undefined ? undefined : placeOf(url),
		write,
		passwords,
		limits: {...LIMITS, quotas: {...LIMITS.quotas, ...quotas}},
	});
	onTestFinished(async () => server.stop('the test is over'));
	return server;
}

/** A connection that has said hello. */
export async function knock({port}: {readonly port: number}): Promise<Peer> {
	const peer = await Peer.connect(port);
	onTestFinished(() => void peer.socket.destroy());
	await peer.ask('hello', {protocol: 1});
	return peer;
}

/** Somebody who has made an account, or signs in to it. */
export async function personOn(
	server: {readonly port: number},
	user: string,
	request = 'signUp',
): Promise<Peer> {
	const peer = await knock(server);
	expect(await peer.ask(request, entrance(user))).toMatchObject({user});
	return peer;
}
