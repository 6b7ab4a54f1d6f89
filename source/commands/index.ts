/** Joins the commands of all topics into one table, in the order in which help and the README list them. */
import {password} from './accounts.ts';
import {administration} from './administration.ts';
import {edit, me, pins, react, remove, reply, unreact} from './changes.ts';
import {chat, end, sessions} from './chat-sessions.ts';
import {close, mute, pin, unmute, unpin} from './conversation-settings.ts';
import type {Command} from './command.ts';
import {exportChat} from './export.ts';
import {inviteCode, inviteCodes, revokeCode} from './invite-codes.ts';
import {cancel, files, get, sendFile, share, transfers, unshare} from './files.ts';
import {openLink} from './links.ts';
import {bare, broadcast, copy, history, msg, receipts} from './messages.ts';
import {catchUp, goto, last, mentions, unread} from './navigation.ts';
import {away, back, busy, seen, who, whoelse, whoelsesince, whois} from './presence.ts';
import {forgetKey, privateChat, stopPrivate, verify} from './private-chats.ts';
import {profile, relay} from './profiles.ts';
import {clear, editor, help, keys, quit, reconnect} from './program.ts';
import {block, blocked, friend, friends, unblock, unfriend} from './relationships.ts';
import {ban, bans, deop, kick, op, room, unban} from './room-operators.ts';
import {invite, join, leave, names, rooms, topic} from './rooms.ts';
import {search} from './search.ts';
import {mouse, notify, set, theme, timestamp} from './settings.ts';
import {sayToAll} from './server-info.ts';
import {shrug, tableflip} from './signs.ts';
import {download, upload} from './uploads.ts';
import {logout, showJoinLine, whoami} from './sign-in.ts';

export const commands: readonly Command[] = [
	msg,
	me,
	reply,
	edit,
	remove,
	react,
	unreact,
	pins,
	chat,
	end,
	sessions,
	privateChat,
	stopPrivate,
	history,
	search,
	copy,
	bare,
	exportChat,
	broadcast,
	receipts,
	shrug,
	tableflip,
	goto,
	last,
	unread,
	mentions,
	catchUp,
	openLink,
	mute,
	unmute,
	pin,
	unpin,
	close,
	who,
	whoelse,
	whoelsesince,
	whois,
	seen,
	friend,
	unfriend,
	friends,
	block,
	unblock,
	blocked,
	profile,
	relay,
	verify,
	forgetKey,
	files,
	get,
	sendFile,
	upload,
	download,
	share,
	unshare,
	transfers,
	cancel,
	join,
	leave,
	rooms,
	topic,
	invite,
	names,
	room,
	op,
	deop,
	kick,
	ban,
	unban,
	bans,
	away,
	busy,
	back,
	whoami,
	showJoinLine,
	inviteCode,
	inviteCodes,
	revokeCode,
	password,
	logout,
	help,
	keys,
	set,
	theme,
	notify,
	timestamp,
	mouse,
	clear,
	editor,
	reconnect,
	quit,
	...administration,
	sayToAll,
];
