/** Declares forms: the fields of signing in, signing up, changing or replacing a password and the profile. */
import type {Address} from '../../../protocol/address.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Editor} from '../../../terminal/editor.ts';
import type {ProfileFields} from './exchange.ts';

export type FieldName = 'user' | 'password' | 'again' | 'phone' | 'code' | 'old';
export type ProfileField = keyof ProfileFields;
export type Field<N extends string = FieldName> = {
	readonly name: N;
	readonly label: SafeText;
	readonly hidden: boolean;
	readonly editor: Editor;
	readonly problem?: SafeText;
	/** What to type here, shown while there is no problem. */
	readonly hint?: SafeText;
	/** The server has refused this hidden text: typing replaces it. */
	readonly refused?: true;
	/** Whether the field may have several lines. */
	readonly multiline?: true;
	/** Whether the field may stay empty. */
	readonly optional?: true;
};

/** `waiting`: the server is checking the form; the text stays. */
export type Fields<N extends string = FieldName> = {
	readonly fields: ReadonlyArray<Field<N>>;
	/** Index of the field that has the keyboard. */
	readonly focus: number;
	readonly waiting: boolean;
	/** A problem of the form, rather than of a single field. */
	readonly problem?: SafeText;
};

export type Form = Fields & {
	/** `renew`: a sign-in with a one-time password, which a new one replaces. */
	readonly kind: 'signIn' | 'signUp' | 'renew';
	readonly address: Address;
	/** A line above the fields: why the form is shown. */
	readonly introduction?: SafeText;
	/** Whether the server allows sign-ups, wants an invite code, or has not been asked. */
	readonly signUp: 'open' | 'invite' | 'closed' | 'unknown';
	/** When it opened by itself over the chat; until the keys have rested, none is meant for it. */
	readonly openedAt?: number;
	/** After too many wrong passwords: the user, and when (milliseconds since 1970) the next attempt is allowed. */
	readonly blocked?: {readonly user: string; readonly until: number};
};
