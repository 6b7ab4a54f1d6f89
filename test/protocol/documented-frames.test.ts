/** Tests that PROTOCOL.md shows a valid frame of each request, reply and announcement. */
import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {parseReply, parseRequest, parseServerFrame} from '../../protocol/frames.ts';
import {announcements, requests, type RequestType} from '../../protocol/index.ts';
import {refusals} from '../../protocol/refusals.ts';

const text = await readFile(new URL('../../PROTOCOL.md', import.meta.url), 'utf8');
const examples = [
	...text.matchAll(/^#### `(?<type>\w+)`$(?<entry>.*?)^```json\n(?<frames>.*?)\n```$/gms),
].map(({groups}) => ({type: groups?.['type'] ?? '', frames: (groups?.['frames'] ?? '').split('\n')}));

test('each request and announcement has an example in PROTOCOL.md', () => {
	const types = examples.map(({type}) => type).sort();
	expect(types).toEqual([...Object.keys(requests), ...Object.keys(announcements)].sort());
	for (const code of Object.keys(refusals)) expect(text).toContain(`| \`${code}\``);
});

test.each(examples.filter(({frames}) => frames.length === 2))(
	'the example of a $type is a request that a server accepts, and a reply that a client accepts',
	({type, frames: [request = '', reply = '']}) => {
		expect(parseRequest(request)).toMatchObject({id: 7, type});
		const parsed = parseServerFrame(reply);
		expect(parsed).toMatchObject({kind: 'reply', re: 7});
		if (parsed.kind === 'reply') expect(parseReply(type as RequestType, parsed.ok)).toBeDefined();
	},
);

test.each(examples.filter(({frames}) => frames.length === 1))(
	'the example of the announcement $type is one that a client accepts',
	({type, frames: [line = '']}) => {
		expect(parseServerFrame(line)).toMatchObject({kind: 'announcement', announcement: {type}});
	},
);
