/** Defines the requests that make and change accounts. */
import {z} from 'zod';
import {defineRequests} from './definition.ts';
import {passwordSchema as password} from './password-schema.ts';
import {signedIn, signInFields} from './sign-in.ts';

export const accountRequests = defineRequests({
	signUp: {
		open: true,
		fields: {
			user: z.string().max(200),
			password,
			phone: z.string().max(40).optional(),
			code: z.string().max(80).optional(),
			...signInFields,
		},
		reply: signedIn,
	},
	/** Changes the password, and revokes the tokens of the user's other devices. */
	changePassword: {
		fields: {old: password, new: password},
		reply: z.object({token: z.string().max(80).optional()}),
	},
});
