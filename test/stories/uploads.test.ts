/** Stories of files that go by way of the server, from client to client. */
import path from 'node:path';
import {describe} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {story} from '../harness/story.ts';

const licence = path.join(root, 'LICENSE');

describe('a file in a room', () => {
	story(
		'is a line with its name and size, and comes unchanged to who fetches it later, after a restart',
		`alice signs up
		bob signs up
		carol signs up
		carol quits
		alice> /goto #lobby
		alice> /upload ${licence}
		alice< LICENSE
		bob> /goto #lobby
		bob< LICENSE
		bob> /download
		bob< LICENSE is in
		bob has received LICENSE
		the server restarts
		carol signs in
		carol> /goto #lobby
		carol< LICENSE
		carol> /download
		carol< LICENSE is in
		carol has received LICENSE`,
	);

	story(
		'is not for who was put out of the room',
		`alice signs up
		bob signs up
		alice> /join #build
		bob> /join #build
		alice> /upload ${licence}
		bob< LICENSE
		alice> /kick bob
		bob> /download
		bob< You are not in #build`,
	);

	story(
		'goes with its message',
		`alice signs up
		bob signs up
		alice> /goto #lobby
		alice> /upload ${licence}
		alice< LICENSE
		alice> /delete
		bob> /goto #lobby
		bob> /download
		bob< There is no file`,
	);
});

describe('a file for somebody who is away', () => {
	story(
		'waits for the next sign-in',
		`alice signs up
		bob signs up
		bob quits
		alice> /msg bob look
		alice> /goto bob
		alice> /upload ${licence}
		alice< LICENSE
		bob signs in
		bob> /goto alice
		bob> /download
		bob< LICENSE is in
		bob has received LICENSE`,
	);
});

describe('what cannot be sent', () => {
	story(
		'is told in a sentence: a folder, and a file that is not there',
		`alice signs up
		alice> /goto #lobby
		alice> /upload ${root}
		alice< is a folder or a device
		alice> /upload ${root}/no-such-file
		alice< There is no file no-such-file`,
	);
});

describe('a long paste', () => {
	story(
		'goes as a file where that is chosen',
		`alice signs up
		bob signs up
		alice> /goto #lobby
		bob> /goto #lobby
		alice pastes LICENSE
		alice answers f
		bob< pasted.txt
		bob> /download
		bob< pasted.txt is in
		bob has received LICENSE as pasted.txt`,
	);
});
