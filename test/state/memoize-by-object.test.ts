/** What is computed from a client's state is computed once, whatever other clients in the process do. */
import {describe, expect, test} from 'vitest';
import {contactRows} from '../../source/state/chats/contacts.ts';
import {unreadElsewhere} from '../../source/state/chats/unread.ts';
import type {State} from '../../source/state/model/state.ts';
import {layoutOf} from '../../source/state/panes/layout.ts';
import {memoizeByObject} from '../../source/state/text/memoize-by-object.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {wrapCached} from '../../source/state/transcript/wrap-cache.ts';
import {Client, message} from '../harness/client.ts';

const clientOf = (text: string) =>
	new Client()
		.signsIn('alice', {people: ['bob', 'carol'], online: ['bob']})
		.says('/msg bob')
		.announced(message('bob', 'alice', 1, text)).state;

const selectors: Readonly<Record<string, (state: State) => unknown>> = {
	'the list of chats': contactRows,
	'the rows of the transcript': state => transcriptRows(state),
	'what is unread elsewhere': unreadElsewhere,
	'the layout': layoutOf,
};

describe('a client keeps its own results while another client asks for its own', () => {
	test.each(Object.entries(selectors))('%s', (_what, select) => {
		const [one, other] = [clientOf('hi'), clientOf('hello')];
		const before = [select(one), select(other)];
		expect([select(one), select(other)].map((result, at) => result === before[at])).toEqual([true, true]);
		expect(before[0]).not.toBe(before[1]);
	});
});

test('a result is computed anew once a value behind it has changed', () => {
	const cache = memoizeByObject<number>();
	const [key, computed] = [{}, [] as number[]];
	const ask = (...from: number[]) => cache(key, from, () => computed.push(0));
	expect([ask(1, 2), ask(1, 2), ask(1, 3), ask(1), ask(1)]).toEqual([1, 1, 2, 3, 3]);
});

test('a text is wrapped anew at another width', () => {
	const item = {text: 'one two three'};
	expect(wrapCached(item, 40)).toBe(wrapCached(item, 40));
	expect(wrapCached(item, 7)).toEqual(['one two', 'three']);
});
