/** A real server in this process for attackers: in plaintext, its passwords cheap, counted, and computed when a test says so. */
import {scryptSync} from 'node:crypto';
import {expect, onTestFinished} from 'vitest';
import {DEFAULT_POLICY, type Policy} from '../../server/chat/rule.ts';
import type {Clock} from '../../lib/clock.ts';
import {LIMITS, type Limits} from '../../server/net/limits.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {startServer} from '../../server/server.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {Peer} from '../server/peer.ts';

export type Frame = Record<string, unknown>;

export type House = {
	readonly port: number;
	/** Lets newcomers sign up. */
	readonly code: string;
	readonly folder: string;
	readonly log: string[];
	/** How many hashes were asked for so far. */
	readonly hashes: () => number;
	/** From now on hashes wait; the returned function lets them go on. */
	readonly holdHashes: () => () => void;
	/** A connection that has said hello. */
	readonly knock: () => Promise<Peer>;
	/** A new account, signed in on a screen. */
	readonly newcomer: (user: string) => Promise<{peer: Peer; token: string}>;
	readonly stop: () => Promise<void>;
};

/** Rates at which a test may ask and connect as fast as it can: a clock that stands still gives nothing back. */
export const UNLIMITED = {requestRate: 1e6, requestBurst: 1e6, acceptRate: 1e6, acceptBurst: 1e6};

export type HouseOptions = {
	limits?: Partial<Limits>;
	policy?: Partial<Policy>;
	folder?: string;
	clock?: Clock;
};

export async function openHouse({limits, policy, folder: given, clock}: HouseOptions = {}): Promise<House> {
	const folder = given ?? (await temporaryFolder());
	const log: string[] = [];
	let hashes = 0;
	let held = Promise.resolve();
	const derive = async (password: Buffer, salt: Buffer) => {
		hashes++;
		await held;
		return scryptSync(password, salt, 32, {N: 16});
	};
	const server = await startServer({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext: true,
		policy: {...DEFAULT_POLICY, ...policy},
		write: line => log.push(line),
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}, derive}),
		limits: {...LIMITS, ...limits},
		...(clock && {clock}),
	});
	onTestFinished(async () => server.stop('the test is over'));
	const knock = async () => {
		const peer = await Peer.connect(server.port);
		onTestFinished(() => void peer.socket.destroy());
		await peer.ask('hello', {protocol: 1});
		return peer;
	};
	return {
		port: server.port,
		code: server.code ?? '',
		folder,
		log,
		hashes: () => hashes,
		holdHashes() {
			let release: () => void = () => undefined;
			held = new Promise(resolve => (release = resolve));
			return release;
		},
		knock,
		async newcomer(user) {
			const peer = await knock();
			const answer = await peer.ask('signUp', entrance(user));
			expect(answer).toMatchObject({user});
			return {peer, token: String(answer['token'])};
		},
		stop: async () => server.stop('the test wants it'),
	};
}

export function passwordOf(user: string): string {
	return `${user} in the morning`;
}

export function deviceOf(user: string): string {
	return `${user.replaceAll(/[^a-z0-9]/g, '')}00000000`.slice(0, 8);
}

/** The fields of a sign-in or sign-up. */
export function entrance(user: string, more: Frame = {}): Frame {
	return {user, password: passwordOf(user), as: 'screen', device: deviceOf(user), ...more};
}

/** The fields of a message; `counter` makes its id. */
export function message(from: string, to: string, counter: number, text: string): Frame {
	return {
		conversation: [from, to].sort().join('+'),
		messageId: `${deviceOf(from)}.s.${counter}`,
		text,
	};
}

export function frame(id: number, type: string, fields: Frame = {}): string {
	return `${JSON.stringify({id, type, ...fields})}\n`;
}
