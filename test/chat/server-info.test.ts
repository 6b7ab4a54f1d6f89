/** What the server itself tells everybody: the rules of /say and of the message of the day. */
import {expect, test} from 'vitest';
import {serverInfo} from '../../server/chat/server-info/slice.ts';
import {gathering} from '../harness/rules.ts';

const text = 'the server moves at noon';

test('what the operator says reaches every screen, and nothing of it is stored', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const journal = [...rules.journal];
	expect(await rules.operator.ask({type: 'say', text})).toEqual({reached: 2});
	const said = {type: 'said', text, by: 'operator', at: rules.now};
	expect([alice.heardOf('said'), bob.heardOf('said')]).toEqual([[said], [said]]);
	expect(rules.journal).toEqual(journal);
});

test('an admin says something in their own name, and a member may not', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	expect(await alice.ask({type: 'say', text})).toEqual({refusal: 'notAdmin'});
	await rules.operator.ask({type: 'appointAdmin', user: 'alice' as never});
	expect(await alice.ask({type: 'say', text})).toEqual({reached: 2});
	expect(bob.heardOf('said')).toMatchObject([{text, by: 'alice'}]);
	expect(await alice.ask({type: 'say', text: ' '})).toEqual({refusal: 'textEmpty'});
});

test('the message of the day is told at once, and to those who sign in later, until it is removed', async () => {
	const {rules, alice} = await gathering('alice');
	await rules.operator.ask({type: 'setMotd', text: `${text} `});
	expect(alice.heardOf('motdChanged')).toEqual([{type: 'motdChanged', text, at: rules.now}]);
	const motd = {text, at: rules.now};
	rules.restart();
	expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({motd});
	await rules.operator.ask({type: 'setMotd', text: ''});
	expect((await rules.signIn('alice', 'alicealice', {takeOver: true})).answer).not.toHaveProperty('motd');
});

test('the same message of the day again is told nobody, and an admin sets none', async () => {
	const {rules, alice} = await gathering('alice');
	await rules.operator.ask({type: 'setMotd', text});
	await rules.operator.ask({type: 'setMotd', text});
	expect(alice.heardOf('motdChanged')).toHaveLength(1);
	await rules.operator.ask({type: 'appointAdmin', user: 'alice' as never});
	expect(await alice.ask({type: 'setMotd', text: ''})).toEqual({refusal: 'notOperator'});
});

test('the message of the day stands in the file of the server', async () => {
	const {rules} = await gathering('alice');
	await rules.operator.ask({type: 'setMotd', text});
	const part = serverInfo.schema.parse(
		JSON.parse(JSON.stringify(serverInfo.dump(rules.state.serverInfo, 'server'))),
	);
	const again = serverInfo.empty();
	serverInfo.load(again, 'server', part);
	expect(again).toEqual(rules.state.serverInfo);
});
