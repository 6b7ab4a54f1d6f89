/** The core behind a session that speaks no JSON: what does it say, and in which order? */
import {expect, onTestFinished, test} from 'vitest';
import type {Announcement, Request} from '../../../protocol/index.ts';
import {Passwords} from '../../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../../server/chat/rule.ts';
import {Core} from '../../../server/core/core.ts';
import {AnnouncementEncoder} from '../../../server/net/announcement-encoder.ts';
import {LIMITS} from '../../../server/net/limits.ts';
import type {Session} from '../../../server/net/session.ts';
import {Blobs} from '../../../server/uploads/blobs.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {Store} from '../../../server/store/store.ts';
import {conversationId} from '../../../protocol/names.ts';
import {deviceOf, passwordOf} from '../../attack/attacked-server.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {MemoryDisk} from '../../harness/memory-disk.ts';
import {until} from '../../harness/until.ts';

/** A session that keeps what it is told, as it is told. */
class KeepingSession implements Session {
	readonly waiting = 0;
	readonly address = '127.0.0.1';
	readonly heard: Array<{re: number; reply: object} | Announcement> = [];
	readonly id: number;
	private readonly told: string[];
	private asked = 0;

	/** @param told by all sessions in common: what was told, in order */
	constructor(id: number, told: string[]) {
		this.id = id;
		this.told = told;
	}

	answer(id: number, reply: object): void {
		this.heard.push({re: id, reply});
		this.told.push(`reply to ${this.id}`);
	}

	deliver(announcement: Announcement): void {
		this.heard.push(announcement);
		this.told.push(`${announcement.type} to ${this.id}`);
	}

	async ask(core: Core, request: Request): Promise<object> {
		const id = ++this.asked;
		core.onRequest(this, {id, ...request});
		const answered = () => this.heard.flatMap(each => ('re' in each && each.re === id ? [each] : []));
		await until(() => answered().length > 0);
		return answered().map(({reply}) => reply)[0]!;
	}

	close(): void {}
	signedIn(): void {}
	signedOut(): void {}
	pause(): void {}
	resume(): void {}
	slow(): void {}
	becomeStream(): void {}
	whenRead(go: () => void): void {
		setImmediate(go);
	}
}

test('any kind of session hears replies and announcements as values, the reply first, and the asker gets no announcement of its own', async () => {
	const clock = manualClock();
	const store = await Store.open({folder: '/data', clock, disk: new MemoryDisk()});
	const blobs = new Blobs(await temporaryFolder());
	const passwords = new Passwords({cost: {ln: 4, r: 8, p: 1}});
	const core = new Core({
		store,
		blobs,
		clock,
		passwords,
		log: () => undefined,
		fatal: () => undefined,
		policy: DEFAULT_POLICY,
		isFirst: true,
		limits: LIMITS,
	});
	onTestFinished(async () => core.stop());
	const told: string[] = [];
	const [alice, bob] = [new KeepingSession(1, told), new KeepingSession(2, told)];
	for (const [session, name] of [
		[alice, 'alice'],
		[bob, 'bob'],
	] as const) {
		core.onOpen(session);
		await session.ask(core, {type: 'hello', protocol: 1});
		await session.ask(core, {
			type: 'signUp',
			user: name,
			password: passwordOf(name),
			as: 'screen',
			device: deviceOf(name),
		});
	}

	const before = alice.heard.length;
	const reply = await alice.ask(core, {
		type: 'send',
		conversation: conversationId('alice+bob')!,
		messageId: `${deviceOf('alice')}.s.1`,
		text: 'hi',
	});
	expect(reply).toMatchObject({sequence: 1});
	expect(alice.heard.slice(before)).toEqual([{re: expect.any(Number) as number, reply}]);
	expect(bob.heard.at(-1)).toMatchObject({type: 'message', from: 'alice', text: 'hi'});
	expect(told.slice(-2)).toEqual(['reply to 1', 'message to 2']);
});

test('an announcement to many sessions in a row is encoded once', () => {
	const encoder = new AnnouncementEncoder();
	let times = 0;
	const announcement = {type: 'stopping', toJSON: () => ({type: 'stopping', times: ++times})} as const;
	const lines = [1, 2, 3].map(() => encoder.encode(announcement));
	expect(lines).toEqual(Array(3).fill('{"type":"stopping","times":1}\n'));
	expect(encoder.encode({type: 'probe'})).toBe('{"type":"probe"}\n');
});
