/** The account that is signed in: do its chats end with it, and does no chat get mixed up with another? */
import {X509Certificate} from 'node:crypto';
import {readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readJsonFile} from '../../lib/atomic-json-file.ts';
import {userName, type UserName} from '../../protocol/names.ts';
import {peersFile} from '../../source/peer/known-peers.ts';
import {PeerChat} from '../../source/peer/peer-chat.ts';
import type {PeerServices} from '../../source/peer/peer-services.ts';
import {Peers} from '../../source/peer/peers.ts';
import type {ServerPort} from '../../source/peer/server-port.ts';
import type {KnownPeer} from '../../source/state/model/peer.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {ownFolder} from '../harness/program.ts';
import {until} from '../harness/until.ts';
import {direct, person} from './pair.ts';

const [bob, carol] = [await person(), await person()];
const named = (name: string) => userName(name) as UserName;
const CHAT = 'c'.repeat(43);
const OPENING = {
	type: 'openPeers',
	user: named('alice'),
	address: {host: '127.0.0.1', port: 4000},
	store: 's',
} as const;

/** Alice has signed in. What her client asks of the server and what it dispatches is kept. */
async function signedIn() {
	const folder = await ownFolder();
	const asked: string[] = [];
	const clock = manualClock();
	let port: number | undefined;
	const events: Array<{readonly type: string; readonly user?: string; readonly why?: string}> = [];
	const server = {
		request: async ({
			type,
			addresses,
		}: {
			readonly type: string;
			readonly addresses?: ReadonlyArray<{readonly port: number}>;
		}) => {
			asked.push(type);
			port = addresses?.[0]?.port ?? port;
			return Promise.resolve({});
		},
		openRelay: async () => Promise.reject(new Error('No relay.')),
	} as unknown as ServerPort; // the answers are those of any request
	const peers = new Peers({
		folderOf: () => folder,
		privateFolders: [],
		downloads: folder,
		server,
		clock,
		dispatch: event => void events.push(event),
	});
	onTestFinished(async () => peers.close());
	await peers.open(OPENING);
	return {peers, asked, events, folder, clock, port: () => port};
}

function opening(user: 'bob' | 'carol') {
	const {x509, me} = {bob, carol}[user];
	return {
		type: 'openChannel',
		chat: CHAT,
		user: named(user),
		isInviter: true,
		introduction: {certificate: x509.toString(), fingerprint: me.fingerprint, relay: 'r'.repeat(43)},
		direct: 'lan',
	} as const;
}

const offers = (asked: readonly string[]) => asked.filter(type => type === 'offerAddresses').length;

test('a second chat under the id of the first is not opened, so no word goes to the wrong partner', async () => {
	const {peers, asked, events} = await signedIn();
	peers.chats.open(opening('bob'));
	peers.chats.open(opening('carol'));
	expect(events.at(-1)).toEqual({type: 'channelEnded', chat: CHAT, user: 'carol', why: 'unreachable'});
	await until(() => offers(asked) === 1);
	await direct(); // takes longer than to listen
	expect(offers(asked)).toBe(1);
});

test('a chat that ends in the moment in which it is opened is closed, and listens no longer', async () => {
	const {peers, events, asked} = await signedIn();
	const listeners = () => process.getActiveResourcesInfo().filter(kind => kind === 'TCPServerWrap').length;
	await direct();
	const before = listeners();
	peers.chats.open(opening('bob'));
	peers.chats.close({type: 'closeChannel', chat: CHAT, why: 'ended'});
	await direct();
	expect(listeners()).toBe(before + 1); // the one that direct() leaves
	expect([events.map(({type}) => type), offers(asked)]).toEqual([['peersLoaded'], 0]);
});

test('when the link is back, the invited one asks for the relay of a chat that is lost', async () => {
	const {peers, asked, events, folder, clock, port} = await signedIn();
	const own = new X509Certificate(await readFile(path.join(folder, 'identity-cert.pem')));
	const inviter = new PeerChat({
		chat: CHAT,
		me: named('bob'),
		partner: named('alice'),
		isInviter: true,
		identity: bob.me,
		certificate: own,
		relay: 'r'.repeat(43),
		direct: 'lan',
		isServerLocal: true,
		server: {request: async () => Promise.resolve({})} as unknown as ServerPort,
		clock,
		dispatch: () => undefined,
		services: () =>
			({reopened: async () => undefined, close: async () => undefined}) as unknown as PeerServices,
		opened: () => undefined,
		ended: () => undefined,
	});
	onTestFinished(() => inviter.close('ended'));
	peers.chats.open({...opening('bob'), isInviter: false});
	inviter.open();
	await until(() => port() !== undefined);
	inviter.dial([{host: '127.0.0.1', port: port()!}], '127.0.0.1');
	await until(() => events.some(({type}) => type === 'channelOpened'));
	clock.advance(10_000);
	peers.chats.dial({type: 'dialPeer', chat: CHAT, addresses: [], seen: '127.0.0.1'});
	expect(events.at(-1)?.type).toBe('channelLost');
	expect(asked).not.toContain('renewRelay');
	await peers.open(OPENING);
	expect(asked).toContain('renewRelay');
});

test('a damaged file of the account is named once, also when the link comes back, and read again once it is mended', async () => {
	const {peers, events, folder} = await signedIn();
	const known = path.join(folder, 'peers.json');
	await peers.close();
	await writeFile(known, 'damaged');
	await expect(peers.open(OPENING)).rejects.toThrow('peers.json is damaged; move it away');
	await expect(peers.open(OPENING)).resolves.toBeUndefined();
	await expect(peers.own()).rejects.toThrow('peers.json is damaged'); // whoever asks for something hears why not
	await rm(known);
	expect(events).toHaveLength(1);
	await peers.open(OPENING);
	expect(events.map(({type}) => type)).toEqual(['peersLoaded', 'peersLoaded']);
	await peers.close();
	await writeFile(known, 'damaged');
	await expect(peers.open(OPENING)).rejects.toThrow('peers.json is damaged');
	await peers.close();
	await expect(peers.open(OPENING)).rejects.toThrow('peers.json is damaged'); // another sign-in
});

test('a damaged file of kept texts is named once, and again if it is damaged anew', async () => {
	const {peers, folder} = await signedIn();
	const text = {id: 'd.s.1', from: named('bob'), at: 5, text: 'hi', key: 'K'.repeat(43)};
	const file = path.join(folder, 'private', 'bob.jsonl');
	await peers.keepText(named('bob'), text);
	for (let time = 0; time < 2; time++) {
		await writeFile(file, 'damaged');
		await expect(peers.readKept(named('bob'))).rejects.toThrow('bob.jsonl is damaged');
		await peers.keepText(named('bob'), text);
		await peers.readKept(named('bob'));
		expect(await readFile(file, 'utf8')).toBe('damaged');
		await rm(file);
		await peers.keepText(named('bob'), text);
		expect(await readFile(file, 'utf8')).toContain('"hi"');
	}
});

test('after the sign-out no channel is opened', async () => {
	const {peers, asked} = await signedIn();
	await peers.close();
	peers.chats.open(opening('bob'));
	await direct();
	expect(offers(asked)).toBe(0);
});

test('the sign-out waits until a key that was just pinned is on disk', async () => {
	const {peers, folder} = await signedIn();
	const peer: KnownPeer = {user: named('bob'), fingerprint: bob.me.fingerprint, verified: true, since: 1};
	void peers.keep(peer);
	void peers.close();
	await peers.close();
	expect((await readJsonFile(path.join(folder, 'peers.json'), peersFile))?.peers).toEqual([peer]);
});

test('a text that is kept is on disk once the account is closed, and none is shown after that', async () => {
	const {peers, folder, events} = await signedIn();
	const text = {id: 'd.s.1', from: named('bob'), at: 5, text: 'hi', key: 'K'.repeat(43)};
	void peers.keepText(named('bob'), text);
	void peers.readKept(named('bob'));
	await peers.close();
	expect(await readFile(path.join(folder, 'private', 'bob.jsonl'), 'utf8')).toBe(`${JSON.stringify(text)}\n`);
	await peers.keepText(named('bob'), text);
	expect((await readFile(path.join(folder, 'private', 'bob.jsonl'), 'utf8')).split('\n')).toHaveLength(2);
	expect(events.map(({type}) => type)).toEqual(['peersLoaded']);
});
