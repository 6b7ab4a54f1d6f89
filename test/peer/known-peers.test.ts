/** Partners whose keys are known, and the number that two people compare. */
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {userName, type UserName} from '../../protocol/names.ts';
import {KnownPeers} from '../../source/peer/known-peers.ts';
import {safetyNumber} from '../../source/peer/safety-number.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {person} from './pair.ts';

const named = (name: string) => userName(name) as UserName;
const known = (name: string, digit: string, verified = false) => ({
	user: named(name),
	fingerprint: digit.repeat(43),
	verified,
	since: 5,
});

test('a peer that is kept is there after a restart, and one that is forgotten is not', async () => {
	const folder = await temporaryFolder();
	const peers = await KnownPeers.open(folder);
	await Promise.all([
		peers.keep(known('bob', '1')),
		peers.keep(known('carol', '2')),
		peers.keep(known('bob', '3', true)),
	]);
	expect((await KnownPeers.open(folder)).all()).toEqual([known('carol', '2'), known('bob', '3', true)]);
	await peers.forget(named('bob'));
	await peers.forget(named('nobody'));
	expect((await KnownPeers.open(folder)).all()).toEqual([known('carol', '2')]);
});

test('a key that a script has met meanwhile stays, and one that was forgotten does not come back', async () => {
	const folder = await temporaryFolder();
	const client = await KnownPeers.open(folder);
	await client.keep(known('bob', '1'));
	const script = await KnownPeers.open(folder);
	await script.keep(known('carol', '2'));
	await client.keep(known('dave', '3'));
	expect(client.fingerprintOf(named('carol'))).toBe('2'.repeat(43));
	await client.forget(named('bob'));
	await script.keep(known('erin', '4'));
	await client.keep(known('frank', '5'));
	const users = (await KnownPeers.open(folder)).all().map(({user}) => user);
	expect(users.sort()).toEqual(['carol', 'dave', 'erin', 'frank'].map(named));
});

test('a damaged file of peers is named, and left as it is', async () => {
	const folder = await temporaryFolder();
	const file = path.join(folder, 'peers.json');
	for (const content of ['', '{"format":1,"peers":[{"user":"bob"}]}', '{"format":1,"peers":[],"more":1}']) {
		await writeFile(file, content);
		await expect(KnownPeers.open(folder)).rejects.toThrow(`${file} is damaged`);
		expect(await readFile(file, 'utf8')).toBe(content);
	}
});

test('the safety number is sixty digits, equal on both sides, and another one for another key', async () => {
	const [alice, bob, mallory] = [await person(), await person(), await person()];
	const number = safetyNumber(alice.x509, bob.x509);
	expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
	expect(safetyNumber(bob.x509, alice.x509)).toBe(number);
	expect(safetyNumber(alice.x509, mallory.x509)).not.toBe(number);
	expect(safetyNumber(mallory.x509, bob.x509)).not.toBe(number);
});
