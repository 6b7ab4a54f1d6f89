/** What happens to those who come at the same time, change their mind halfway, or ask the next thing before the answer? */
import {expect, test} from 'vitest';
import {manualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {deviceOf, entrance, frame, message, openHouse, passwordOf} from './attacked-server.ts';

const WRONG = 'not the password';

test('of many who sign up with the same name at once, or with ones that look like it, one has it', async () => {
	const {knock, log} = await openHouse();
	const names = ['alice', 'Alice', 'ALICE', 'a1ice', 'al1ce', 'a.lice', 'al-ice', 'ａｌｉｃｅ'];
	const peers = await Promise.all(names.map(knock));
	const answers = await Promise.all(
		peers.map(async (peer, at) =>
			peer.ask('signUp', {...entrance('alice', {device: `device0${at}`}), user: names[at]!}),
		),
	);
	const refusals = answers.flatMap(({refusal}) => (refusal === undefined ? [] : [refusal]));
	expect(refusals).toHaveLength(names.length - 1);
	expect(new Set(refusals)).toEqual(new Set(['nameTaken', 'lookAlike']));
	expect(log.join('')).not.toMatch(/fault/);
});

test('a link that ends while its password is hashed leaves nobody signed in, and nobody hashes for it any more', async () => {
	const {knock, newcomer, hashes, holdHashes, log} = await openHouse();
	const {peer: bob} = await newcomer('bob');
	const {peer: alice} = await newcomer('alice');
	await alice.ask('signOut');
	const release = holdHashes();
	const before = hashes();
	const ghosts = await Promise.all(Array.from({length: 6}, knock));
	for (const ghost of ghosts) {
		ghost.write(frame(2, 'signIn', entrance('alice', {takeOver: true})));
		for (let id = 3; id < 10; id++) ghost.write(frame(id, 'signIn', {...entrance(`nobody${id}`)}));
	}

	await until(() => hashes() === before + 2);
	for (const ghost of ghosts) ghost.socket.destroy();
	await until(() => ghosts.every(({ended}) => ended));
	await bob.fence();
	release();
	const next = await knock();
	expect(await next.ask('signIn', entrance('alice'))).toMatchObject({user: 'alice'});
	expect(hashes()).toBe(before + 3);
	expect(log.filter(line => line.includes('sign-in alice'))).toHaveLength(2); // after the sign-up, and at last
});

test('what is asked right behind a sign-in is answered behind it, in order, as whoever it let in', async () => {
	const {knock, newcomer} = await openHouse();
	await newcomer('bob');
	const {peer: alice} = await newcomer('alice');
	await alice.ask('signOut');
	const eager = await knock();
	eager.write(frame(2, 'send', message('alice', 'bob', 1, 'too early')));
	eager.write(frame(3, 'signIn', entrance('alice')));
	for (let id = 4; id < 50; id++) eager.write(frame(id, 'send', message('alice', 'bob', id, `number ${id}`)));
	eager.write(frame(50, 'history', {conversation: 'alice+bob', limit: 200}));
	eager.write(frame(51, 'signOut'));
	eager.write(frame(52, 'send', message('alice', 'bob', 99, 'too late')));
	await until(() => eager.heard.some(({re}) => re === 52));
	const replies = eager.heard.filter(({re}) => Number(re) > 1);
	expect(replies.map(({re}) => re)).toEqual(Array.from({length: 51}, (_, at) => at + 2));
	expect(replies.flatMap(({re, refusal}) => (refusal === undefined ? [] : [[re, refusal]]))).toEqual([
		[2, 'notSignedIn'],
		[52, 'notSignedIn'],
	]);
	expect(replies.at(-3)).toMatchObject({ok: {last: 46}});
});

test('a sign-in that fails lets nothing through that was asked behind it', async () => {
	const {knock, newcomer, log} = await openHouse();
	await newcomer('alice');
	const {peer: bob} = await newcomer('bob');
	const eager = await knock();
	eager.write(frame(2, 'signIn', entrance('alice', {password: WRONG})));
	eager.write(frame(3, 'send', message('alice', 'bob', 1, 'forged')));
	eager.write(frame(4, 'history', {conversation: 'alice+bob', limit: 1}));
	eager.write(frame(5, 'changePassword', {old: WRONG, new: 'a new password'}));
	await until(() => eager.heard.some(({re}) => re === 5));
	expect(eager.refusals).toEqual(['wrongPassword', 'notSignedIn', 'notSignedIn', 'notSignedIn']);
	await bob.fence();
	expect(bob.heard.some(({type}) => type === 'message')).toBe(false);
	expect(log.join('')).not.toMatch(/fault/);
});

test('of two who change the same password at once one does; the other was signed out by it, and nothing goes wrong', async () => {
	const {knock, newcomer, log} = await openHouse();
	const {peer: screen} = await newcomer('alice');
	const script = await knock();
	await script.ask('signIn', entrance('alice', {as: 'script', device: 'script0000'}));
	const [first, second] = await Promise.all([
		screen.ask('changePassword', {old: passwordOf('alice'), new: 'the first new one'}),
		script.ask('changePassword', {old: passwordOf('alice'), new: 'the second new one'}),
	]);
	expect(first).toEqual({token: expect.any(String) as string});
	expect(second).not.toHaveProperty('token');
	expect(['notSignedIn', undefined]).toContain(second['refusal']);
	await script.end();
	expect(log.join('')).not.toMatch(/fault/);
	const next = await knock();
	expect(await next.ask('signIn', entrance('alice', {password: 'the second new one'}))).toEqual({
		refusal: 'wrongPassword',
	});
});

test('a password that is changed while somebody is let in by the old one lets nobody in by it', async () => {
	const {knock, newcomer, hashes, holdHashes} = await openHouse();
	const {peer: alice} = await newcomer('alice');
	const thief = await knock();
	const release = holdHashes();
	const before = hashes();
	const changed = alice.ask('changePassword', {old: passwordOf('alice'), new: 'a fresh password'});
	await until(() => hashes() === before + 1);
	const stolen = thief.ask('signIn', entrance('alice', {as: 'script', device: 'thief0000'}));
	await until(() => hashes() === before + 2);
	release();
	expect(await changed).toHaveProperty('token');
	const {refusal} = await stolen;
	if (refusal === undefined)
		await thief.end(); // let in by the old one, and put out by the new one
	else expect(refusal).toBe('wrongPassword');
	const again = await knock();
	expect(await again.ask('signIn', entrance('alice'))).toEqual({refusal: 'wrongPassword'});
});

test('of many who take a session over at once the last one has it, and the others have heard so', async () => {
	const {knock, newcomer} = await openHouse();
	const {peer: first} = await newcomer('alice');
	const others = await Promise.all(Array.from({length: 8}, knock));
	await Promise.all(
		others.map(async (peer, at) =>
			peer.ask('signIn', entrance('alice', {device: `device0${at}`, takeOver: true})),
		),
	);
	await until(() => [first, ...others].filter(({ended}) => ended).length === others.length);
	const [survivor] = others.filter(({ended}) => !ended);
	expect(await survivor!.ask('who')).toMatchObject({people: [{user: 'alice'}]});
	for (const peer of [first, ...others].filter(({ended}) => ended))
		expect(peer.heard.at(-1)).toMatchObject({type: 'replaced', address: '127.0.0.1'});
});

test('whoever waits for a word of their old screen is let in at once when it closes instead', async () => {
	const {knock, newcomer} = await openHouse({clock: manualClock()});
	const {peer: old} = await newcomer('alice');
	const next = await knock();
	const answer = next.ask('signIn', entrance('alice', {device: 'device00'}));
	await until(() => old.heard.some(({type}) => type === 'probe'));
	old.socket.destroy();
	expect(await answer).toMatchObject({user: 'alice'});
});

test('a token is worth nothing after the sign-out, not even the one that came with a new password', async () => {
	const {knock, newcomer} = await openHouse();
	const {peer, token} = await newcomer('alice');
	const changed = await peer.ask('changePassword', {old: passwordOf('alice'), new: 'another password'});
	await peer.ask('signOut');
	const thief = await knock();
	for (const old of [token, changed['token'], '', 'x'.repeat(80)])
		expect(await thief.ask('resume', {token: old, as: 'screen', device: deviceOf('alice')})).toEqual({
			refusal: 'badToken',
		});
});

test('a token that was taken from a device opens nothing on another, and an expired one nothing at all', async () => {
	const {knock, newcomer} = await openHouse({policy: {tokenLife: 0}});
	const {token} = await newcomer('alice');
	const thief = await knock();
	for (const device of ['thief0000', deviceOf('alice')])
		expect(await thief.ask('resume', {token, as: 'script', device})).toEqual({refusal: 'badToken'});
});

test('an unknown name costs the server as many hashes as a known one, and is answered alike', async () => {
	const {knock, newcomer, hashes} = await openHouse();
	await newcomer('alice');
	const cost: number[] = [];
	const answers: unknown[] = [];
	for (const user of ['alice', 'nobody', 'constructor', '__proto__', 'n\u0000', ' ', 'a'.repeat(200)]) {
		const peer = await knock();
		const before = hashes();
		answers.push(await peer.ask('signIn', {...entrance('alice', {password: WRONG}), user}));
		cost.push(hashes() - before);
	}

	expect(new Set(cost)).toEqual(new Set([1]));
	expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(
		new Set(['{"refusal":"wrongPassword"}']),
	);
});
