/** Stories of getting in and out: passwords, tokens, taking a session over. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('an account', () => {
	story(
		'is its owner’s alone',
		`alice signs up
		alice signs out
		alice signs in with wrong-password
		alice< The user name or the password is wrong
		alice signs in
		alice> /whoami
		alice< alice`,
	);

	story(
		'cannot be made twice, nor under a name that looks the same',
		`alice signs up
		al1ce signs up
		al1ce< looks too much like the existing user alice`,
	);

	story(
		'lets its machine back in without a password, but not after signing out',
		`alice signs up
		alice quits
		alice comes back
		alice> /whoami
		alice< alice
		alice signs out
		alice comes back
		alice< sign in with your password`,
	);

	story(
		'comes back by itself when the server does',
		`alice signs up
		bob signs up
		the server restarts
		alice> /msg bob there again
		bob< alice: there again`,
	);

	story(
		'is blocked for an address after three wrong passwords, for a minute',
		`alice signs up
		alice signs out
		alice signs in with wrong-1
		alice signs in with wrong-2
		alice signs in with wrong-3
		alice< Too many wrong passwords
		the log says blocked alice from 127.0.0.1: too many wrong passwords
		alice signs in
		alice< Too many wrong passwords
		61 s pass
		alice signs in
		alice> /whoami
		alice< alice`,
	);

	story(
		'is not found by trying a word on one name after the other, and others stay as they are meanwhile',
		`alice signs up
		bob signs up
		alice signs out
		bob quits
		anna signs in with summer
		beate signs in with summer
		clara signs in with summer
		doris signs in with summer
		ellen signs in with summer
		frida signs in with summer
		greta signs in with summer
		hanna signs in with summer
		ilona signs in with summer
		julia signs in with summer
		julia< The user name or the password is wrong
		alice signs in with summer
		alice< Too many failed sign-ins from your address; try again in 3 s
		bob comes back
		bob> /whoami
		bob< bob
		4 s pass
		alice signs in
		alice> /whoami
		alice< alice`,
	);
});

describe('somebody who is signed in already', () => {
	story(
		'is asked about, and stays when the answer is no',
		`alice signs up
		bob signs up
		laptop signs in elsewhere as alice
		laptop is asked "has been signed in since"
		laptop presses accept
		bob> /msg alice still you?
		alice< bob: still you?`,
	);

	story(
		'is signed out when the session is taken over, and does not come back by itself',
		`alice signs up
		bob signs up
		laptop signs in elsewhere as alice
		laptop is asked "has been signed in since"
		laptop presses choiceNext, accept
		alice< taken over
		bob> /msg alice still you?
		laptop< bob: still you?`,
	);
});
