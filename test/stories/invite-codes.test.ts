/** Stories of invite codes: made by members for newcomers, used up, and expired. */
import {story} from '../harness/story.ts';

const byInvitation = {signUp: 'invite', memberInvites: true} as const;

story(
	'a member invites a newcomer, and hears when they come; nobody else comes in by the same code',
	`alice signs up
	alice> /invite-code
	alice< lets in 1 newcomer until
	alice< npx chat-tui 127.0.0.1
	dave signs up with alice's code
	alice< dave has joined the server with your invite code
	dave> /invite-codes
	dave< No invite code is open
	dave> /invite-code
	dave< send this line
	carol signs up with dave's code
	carol> /msg dave hi
	dave< carol has joined the server
	dave< carol: hi`,
	byInvitation,
);

story(
	'a newcomer whose code is used up or has expired is told so, and to ask for another',
	`alice signs up
	alice> /invite-code 1d
	alice< send this line
	bob signs up with alice's code
	alice< bob has joined the server
	eve signs up with alice's code
	eve< That invite code is used up; ask the person who gave it to you for a new one.
	alice> /invite-code 1d
	alice< send this line
	86400 s pass
	carol signs up with alice's code
	carol< That invite code has expired; ask the person who gave it to you for a new one.`,
	byInvitation,
);

story(
	'where only admins invite, a member is told whom to ask',
	`alice signs up
	alice> /invite-code
	alice< On this server only admins and the operator make invite codes`,
	{signUp: 'invite'},
);
