/** Declares the settings that `/set` changes; kept on disk between runs. */
import type {Direct} from './peer.ts';

export type Settings = {
	/** Whether quiet notices report joins and leaves. */
	readonly presence: boolean;
	/** Whether the client handles the mouse; else the terminal selects text. */
	readonly mouse: boolean;
	/** Whether the bell rings for messages meant for the user, while the terminal has no focus. */
	readonly bell: boolean;
	/** Which of this machine's addresses the partner of a private chat is offered. */
	readonly direct: Direct;
	/** Whether the texts of private chats are kept on this machine. */
	readonly keepPrivate: boolean;
	/** Where received files go: absolute; undefined: the client's own folder. */
	readonly downloads?: string | undefined;
};
