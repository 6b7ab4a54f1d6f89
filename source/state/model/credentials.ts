/** Declares the account that a user signs in or up with. */
import type {Address} from '../../../protocol/address.ts';

export type Credentials =
	| {
			readonly kind: 'signIn';
			readonly address: Address;
			readonly user: string;
			readonly password: string;
			/** What the user has chosen in place of a one-time password. */
			readonly newPassword?: string;
			readonly takeOver?: boolean;
	  }
	| {
			readonly kind: 'signUp';
			readonly address: Address;
			readonly user: string;
			readonly password: string;
			readonly phone?: string;
			readonly code?: string;
	  }
	/** By the token saved on this machine. */
	| {
			readonly kind: 'resume';
			readonly address: Address;
			readonly user: string;
			readonly takeOver?: boolean;
	  };

/**
 * The account that the command line names; it is used once the server is trusted. Without a password: by a token,
 * or the form.
 */
export type RequestedAccount = {
	readonly kind: 'signIn' | 'signUp';
	readonly user: string;
	readonly password?: string;
};
