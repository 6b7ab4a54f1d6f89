/** Where errors are said: in one place, the remark at the command bar, and for how long. */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {Client} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const alice = () => new Client().signsIn('alice').says('/msg carol');
const refused = (client: Client) =>
	client.hears({
		type: 'refused',
		request: {type: 'block', user: name('bob')},
		refusal: {refusal: 'noSuchUser', user: 'bob'},
	});

test('what the server refuses is said at the command bar, and stands nowhere else', () => {
	const client = refused(alice());
	expect(client.state.statusMessage).toContain('no user called bob');
	expect(client.rows.join('\n')).not.toContain('no user called bob');
});

test('what goes wrong by itself is said there as well, once', () => {
	const client = alice().hears({type: 'failed', problem: safeText`The disk is full.`});
	expect(client.state.statusMessage).toBe('The disk is full.');
	expect(client.rows.join('\n')).not.toContain('The disk is full.');
});

test('keys that were on their way do not take an answer away; a key two seconds later does', () => {
	const client = refused(alice()).types('a');
	expect(client.state.statusMessage).toContain('no user called bob');
	client.clock.advance(1999);
	expect(client.types('b').state.statusMessage).toContain('no user called bob');
	client.clock.advance(1);
	expect(client.types('c').state.statusMessage).toBeUndefined();
});

test('what is wrong with the line just typed goes with the next key', () => {
	const client = alice().says('/msg nobody hi');
	expect(client.state.statusMessage).toContain('no user called nobody');
	expect(client.types('!').state.statusMessage).toBeUndefined();
});
