/** Declares forms: the fields of signing in, signing up and changing a password. */
import type {Address} from '../../../protocol/address.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Editor} from '../../../terminal/editor.ts';

export type FieldName = 'user' | 'password' | 'again' | 'phone' | 'code' | 'old';
export type Field = {
	readonly name: FieldName;
	readonly label: SafeText;
	readonly hidden: boolean;
	readonly editor: Editor;
	readonly problem?: SafeText;
	/** The server has refused its hidden text: what is typed next replaces it. */
	readonly refused?: true;
	/** It may stay empty. */
	readonly optional?: true;
};

/** `waiting`: the server is being asked; what was typed stays. */
export type Fields = {
	readonly fields: readonly Field[];
	/** The field that has the keyboard. */
	readonly focus: number;
	readonly waiting: boolean;
	/** What is wrong with the form, rather than with one of its fields. */
	readonly problem?: SafeText;
};

export type Form = Fields & {
	readonly kind: 'signIn' | 'signUp';
	readonly address: Address;
	/** A line above the fields: why the form is shown. */
	readonly introduction?: SafeText;
	/** Whether the server wants an invitation code, lets any user sign up, or none; or it has not been asked. */
	readonly signUp: 'open' | 'invite' | 'closed' | 'unknown';
	/** When it opened by itself over the chat; until the keys have rested, none is meant for it. */
	readonly openedAt?: number;
	/** After too many wrong passwords: for whom, and until when no other may be tried. */
	readonly blocked?: {readonly user: string; readonly until: number};
};
