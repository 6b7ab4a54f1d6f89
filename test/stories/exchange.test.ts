/** Stories of files and profiles between friends, from client to client. */
import path from 'node:path';
import {describe} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {story} from '../harness/story.ts';

const licence = path.join(root, 'LICENSE');

const friends = `alice signs up
		bob signs up
		alice> /friend bob
		bob is asked "alice"
		bob answers y
		alice< bob and you are friends now`;

describe('a file', () => {
	story(
		'that a friend shares is listed and fetched without a question',
		`${friends}
		bob> /share ${licence}
		bob< LICENSE
		alice> /files bob
		alice< LICENSE
		alice> /get bob LICENSE
		alice< LICENSE is in`,
	);

	story(
		'that is offered is fetched after a yes',
		`${friends}
		bob> /send-file alice ${licence}
		alice is asked "LICENSE"
		alice answers y
		alice< LICENSE is in`,
	);

	story(
		'of somebody who is no friend is not listed',
		`alice signs up
		bob signs up
		alice> /files bob
		alice< friend`,
	);
});

describe('a profile', () => {
	story(
		'that a friend has not written is told as such',
		`${friends}
		alice> /profile bob
		alice< bob has not written a profile`,
	);
});
