/** Stories of moderation: what admins do, what the others see of it, and that nothing typed is lost. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('an admin', () => {
	story(
		'signs somebody out, who reads why, does not come back by themselves, and finds their draft when they do',
		`alice signs up
		bob signs up
		the operator makes alice an admin
		alice< The operator made you an admin
		alice> /msg bob hi there
		bob< alice: hi there
		bob types half a sentence
		bob's files say half a sentence
		alice> /server-kick bob too loud
		alice is asked "All sessions of bob end"
		alice answers y
		alice< bob is signed out
		bob< alice signed you out; you may sign in again. Reason: too loud
		the log says bob signed out by alice: "too loud"
		bob comes back
		bob< sign in with your password
		bob signs in
		bob still has half a sentence
		bob> /whois alice
		bob< alice is an admin of this server`,
	);

	story(
		'bans somebody for a while, who is told until when and why, and lets them in again',
		`alice signs up
		bob signs up
		the operator makes alice an admin
		alice< The operator made you an admin
		alice> /server-ban bob 2h too loud
		alice is asked "cannot sign in for 2h"
		alice answers y
		alice< bob: banned by alice until
		bob< alice banned you from this server until
		bob signs in with wrong-password
		bob< The user name or the password is wrong
		bob signs in
		bob< You are banned from this server until
		alice> /server-bans
		alice< bob: banned by alice until
		alice> /server-unban bob
		alice< bob is no longer banned
		bob signs in
		bob> /whoami
		bob< bob`,
	);

	story(
		'resets the password of somebody, who chooses a new one before anything else',
		`alice signs up
		bob signs up
		the operator makes alice an admin
		alice< The operator made you an admin
		bob types half a sentence
		bob's files say half a sentence
		alice> /reset-password bob
		alice is asked "All sessions of bob end"
		alice answers y
		alice< The one-time password of bob is
		bob< alice reset your password
		bob signs in
		bob< The user name or the password is wrong
		bob signs in with the one-time password that alice sees
		bob< Your password was reset. Choose a new one
		bob chooses the password battery-staple
		bob still has half a sentence
		bob signs out
		bob signs in with battery-staple
		bob> /whoami
		bob< bob`,
	);
});

describe('somebody who is not an admin', () => {
	story(
		'is told so, and puts nobody out',
		`alice signs up
		bob signs up
		bob> /server-kick alice
		bob< Only the admins of this server may do that
		alice> /whoami
		alice< alice`,
	);
});

describe('an account that the operator deletes', () => {
	story(
		'is gone for all, its name is not given again, and what was said can still be read',
		`alice signs up
		bob signs up
		bob> /msg alice remember me
		alice< bob: remember me
		the operator deletes bob
		bob< The operator deleted your account.
		alice< The account of bob was deleted
		alice's screen says bob (account deleted)
		alice> are you there?
		alice's screen says not sent: The account of bob was deleted
		bob signs in
		bob< The user name or the password is wrong
		bob signs up
		bob< The name bob is taken`,
	);
});
