/** Stories of messages that change after they were sent, also while somebody is away and across restarts. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('three people in a room', () => {
	story(
		'see an edit, a reaction, a reply and a deletion at once',
		`alice signs up
		bob signs up
		carol signs up
		alice> /join #build
		bob> /join #build
		carol> /join #build
		alice> the build is gren
		bob< alice: the build is gren
		alice> s/gren/green/
		bob's screen says the build is green (edited)
		carol's screen says the build is green (edited)
		bob> +:tada:
		alice's screen says 🎉 1
		carol> /react :tada:
		alice's screen says 🎉 2
		carol's screen says [🎉 2]
		carol> /unreact 🎉
		bob's screen says [🎉 1]
		carol> /reply well done
		bob's screen says ┌ alice: the build is green
		bob's screen says well done
		bob> oops
		alice< bob: oops
		bob> /delete
		alice's screen says (message deleted)
		carol's screen says (message deleted)
		carol> /me dances
		bob's screen says carol dances`,
	);
});

describe('who was away', () => {
	story(
		'finds messages as they are now, also when the server was restarted',
		`alice signs up
		bob signs up
		alice> /msg bob frist
		bob< alice: frist
		bob> /msg alice
		bob quits
		alice> /msg bob
		alice> /edit first
		alice> second
		alice> /delete
		alice> +👍
		the server restarts
		bob comes back
		bob> /msg alice
		bob's screen says first (edited)
		bob's screen says 👍 1
		bob's screen says (message deleted)`,
	);

	story(
		'and keeps the program open while the server restarts goes on seeing changes, of old messages too',
		`alice signs up
		bob signs up
		alice> /msg bob frist
		bob< alice: frist
		bob> /msg alice
		the server restarts
		alice> /msg bob
		alice> /edit first
		bob's screen says first (edited)
		bob> /react :heart:
		the server restarts
		alice> /edit first of all
		bob's screen says first of all (edited)
		alice's screen says ❤️ 1`,
	);
});
