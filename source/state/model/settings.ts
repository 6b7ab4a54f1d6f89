/** Declares the settings that `/set` changes; kept on disk between runs. */
import type {TimeStyle} from '../text/time.ts';
import type {Direct} from './peer.ts';

/** How the client calls a user who looks elsewhere: the terminal's bell, a desktop notification by OSC 9 or OSC 777, or not at all. */
type Notifications = 'bell' | 'osc9' | 'osc777' | 'off';

export type Settings = TimeStyle & {
	/** Whether quiet notices report joins and leaves. */
	readonly presence: boolean;
	/** Which colours the screen has: a built-in theme, or the name of one of the user's own. */
	readonly theme: string;
	/** Whether the client handles the mouse; else the terminal selects text. */
	readonly mouse: boolean;
	/** Whether chats with unread messages stand at the top of the list, below those that are pinned. */
	readonly unreadFirst: boolean;
	/** How emoji are shown: as pictures, or by their names. */
	readonly emoji: 'picture' | 'text';
	readonly notifications: Notifications;
	/** Which messages the user is notified of: those meant for them, or all but those of muted chats. */
	readonly notifyOf: 'mentions' | 'all';
	/** When there are no notifications: `22:00-07:00`, in local time, or `off`. */
	readonly quietHours: string;
	/** Which of this machine's addresses the partner of a private chat is offered. */
	readonly direct: Direct;
	/** Whether the texts of private chats are kept on this machine. */
	readonly keepPrivate: boolean;
	/** Where received files go: absolute; undefined: the client's own folder. */
	readonly downloads: string | undefined;
};
