/** The partner of a private chat is hostile: bob's terminal, memory and private chat come to no harm. */
import {createHash, randomBytes} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import type {UserName} from '../../protocol/names.ts';
import {HostilePartner} from '../harness/hostile-partner.ts';
import {keysAt} from '../harness/private-chat-screens.ts';
import {ownFolder, PASSWORD, signIn, startServer} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

const MIB = 2 ** 20;
const newId = () => randomBytes(32).toString('base64url');
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Bob at a terminal, and eve, who has a private chat with him. */
async function bobAndEve(): Promise<{bob: PtyTerminal; eve: HostilePartner; home: string}> {
	const server = await startServer({people: ['bob', 'eve']});
	const address = parseAddress(server.address)!;
	const home = await ownFolder();
	const bob = await signIn(server, 'bob', {home});
	await keysAt(server, 1);
	const eve = new HostilePartner('eve', await ownFolder(), path.join(server.folder, 'server-cert.pem'));
	onTestFinished(async () => eve.leaves());
	await eve.enters({kind: 'signIn', address, user: 'eve', password: PASSWORD});
	await keysAt(server, 2);
	await eve.invites('bob' as UserName);
	await bob.until('eve invites you to a private chat');
	bob.write('\x1bOQ');
	await bob.until('← → choose');
	bob.write('y');
	await eve.opens(address);
	await bob.until('end-to-end encrypted');
	return {bob, eve, home};
}

/** Bob and eve say something, and it arrives. */
async function talk(bob: PtyTerminal, eve: HostilePartner): Promise<void> {
	bob.write('are you still there?\r');
	await bob.until(/still there\? +✓✓/);
	expect(eve.texts).toContain('are you still there?');
	eve.writes('yes, still here');
	await bob.until('yes, still here');
}

/** Bytes of memory that a process holds. */
function memoryOf({pid}: PtyTerminal): number {
	const [, kilobytes = ''] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}

test.runIf(process.platform === 'linux')(
	'a list that does not end is not shown, with a sentence, and takes no memory',
	async () => {
		const {bob, eve} = await bobAndEve();
		bob.write('/files eve\r');
		await eve.hearing('listFiles');
		const before = memoryOf(bob);
		for (let part = 0; part < 60; part++) {
			const entries = Array.from({length: 500}, (_, at) => ({
				id: newId(),
				name: `file ${part} ${at}.txt`,
				size: 1,
			}));
			eve.tells({type: 'files', entries, isLast: false});
		}

		await bob.until("The list of eve's client has no end");
		await talk(bob, eve);
		expect(bob.text().match(/has no end/g)).toHaveLength(1);
		expect(memoryOf(bob) - before).toBeLessThan(64 * MIB);
	},
);

test('a flood of offers brings four questions, and the rest is declined', async () => {
	const {bob, eve} = await bobAndEve();
	for (let offer = 1; offer <= 80; offer++)
		eve.tells({type: 'offerFile', id: newId(), name: `offer ${offer}.txt`, size: offer});
	await eve.hearing('declineOffer', 76);
	await bob.until('4 questions wait · F2 answers');
	await talk(bob, eve);
	bob.write('\x1bOQ');
	await bob.until('A file for you (3 more)');
	expect(bob.text().match(/eve offers you a file/g)).toHaveLength(1);
});

test('a file that is longer than announced, and one whose hash is another, are not kept', async () => {
	const {bob, eve, home} = await bobAndEve();
	const [long, wrong] = [newId(), newId()];
	for (const [id, name] of [
		[long, 'long.txt'],
		[wrong, 'wrong.txt'],
	] as const) {
		eve.tells({type: 'offerFile', id, name, size: 7});
		await bob.until('F2 answers');
		bob.write('\x1bOQ');
		await bob.until('Esc cancel');
		bob.write('y');
		const {transfer} = await eve.hearing('getFile', id === long ? 1 : 2);
		eve.tells({type: 'fileStarts', transfer, size: 7, offset: 0});
		eve.sends(transfer, Buffer.from('content'));
		if (id === long) eve.sends(transfer, Buffer.from('!'));
		eve.tells({type: 'fileEnds', transfer, sha256: hashOf('other')});
		await bob.until(
			id === long ? /sent more than it had announced, so/ : /wrong\.txt arrived damaged \(its SHA-256/,
		);
	}

	expect(readdirSync(path.join(home, 'downloads'))).toEqual([]);
	await talk(bob, eve);
});
