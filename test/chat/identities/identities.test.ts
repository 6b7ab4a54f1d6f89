/** The rules of identities: a nonce for each connection, and the key of each user. */
import {expect, test} from 'vitest';
import {gathering} from '../../harness/rules.ts';

const register = {type: 'registerIdentity', certificate: '', signature: ''} as const;
const proven = (fingerprint: string) => ({identity: {certificate: `of ${fingerprint}`, fingerprint}});

test('a nonce is of one connection, and a new one takes the place of the old one', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const first = await alice.ask({type: 'identityNonce'});
	const second = await alice.ask({type: 'identityNonce'});
	expect(second).not.toEqual(first);
	expect([...rules.state.nonces]).toEqual([[alice.connection, (second as {nonce: string}).nonce]]);
	expect(await bob.ask(register, proven('key'))).toEqual({refusal: 'badIdentity'});
});

test('a nonce is gone when it was used, and when its connection is', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	await alice.ask({type: 'identityNonce'});
	expect(await alice.ask(register, proven('key'))).toEqual({});
	expect(await alice.ask(register, proven('other'))).toEqual({refusal: 'badIdentity'});
	await alice.ask({type: 'identityNonce'});
	await bob.ask({type: 'identityNonce'});
	rules.lose(alice);
	await bob.ask({type: 'signOut'});
	expect(rules.state.nonces.size).toBe(0);
});

test('a key that was not proved is refused, and changes nothing', async () => {
	const {rules, alice} = await gathering('alice');
	await alice.ask({type: 'identityNonce'});
	expect(await alice.ask(register)).toEqual({refusal: 'badIdentity'});
	expect(rules.state.identities.size).toBe(0);
});

test('a key is told at the sign-in of its user alone, also after a restart, and the newest is', async () => {
	const {rules, alice} = await gathering('alice', 'bob');
	for (const key of ['old', 'new']) {
		await alice.ask({type: 'identityNonce'});
		await alice.ask(register, proven(key));
	}

	rules.restart();
	expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({identity: 'new'});
	expect((await rules.signIn('bob', 'bobbob')).answer).not.toHaveProperty('identity');
});

test('the same key again is written down once', async () => {
	const {rules, alice} = await gathering('alice');
	for (let time = 0; time < 3; time++) {
		await alice.ask({type: 'identityNonce'});
		expect(await alice.ask(register, proven('key'))).toEqual({});
	}

	expect(rules.journal.filter(({type}) => type === 'identityRegistered')).toHaveLength(1);
});
