/** The table of all slash commands, in the order in which help lists them. */
import type {Command} from './command.ts';
import away from './away.ts';
import back from './back.ts';
import block from './block.ts';
import blocked from './blocked.ts';
import broadcast from './broadcast.ts';
import busy from './busy.ts';
import chat from './chat.ts';
import copy from './copy.ts';
import end from './end.ts';
import friend from './friend.ts';
import friends from './friends.ts';
import help from './help.ts';
import history from './history.ts';
import invite from './invite.ts';
import join from './join.ts';
import leave from './leave.ts';
import logout from './logout.ts';
import mouse from './mouse.ts';
import msg from './msg.ts';
import names from './names.ts';
import password from './password.ts';
import quit from './quit.ts';
import receipts from './receipts.ts';
import rooms from './rooms.ts';
import search from './search.ts';
import sessions from './sessions.ts';
import set from './set.ts';
import topic from './topic.ts';
import unblock from './unblock.ts';
import unfriend from './unfriend.ts';
import who from './who.ts';
import whoami from './whoami.ts';
import whoelse from './whoelse.ts';
import whoelsesince from './whoelsesince.ts';
import whois from './whois.ts';

export const commands: readonly Command[] = [
	msg,
	chat,
	end,
	sessions,
	history,
	search,
	copy,
	broadcast,
	receipts,
	who,
	whoelse,
	whoelsesince,
	whois,
	friend,
	unfriend,
	friends,
	block,
	unblock,
	blocked,
	join,
	leave,
	rooms,
	topic,
	invite,
	names,
	away,
	busy,
	back,
	whoami,
	password,
	logout,
	help,
	set,
	mouse,
	quit,
];
