// Made from the contracts by npm run client:generate. Do not edit.
export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is waiting for the caller: mentions, transfers, new messages in their conversations, conversations without an answer whose window closes soon, and conversations that went back to waiting
         * @description An API token needs the scope `read`.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mark alerts as seen
         * @description An API token needs the scope `write`.
         */
        put: operations["seeAlerts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file to be sent: an image (up to 10 MB), a voice message (mp3, amr) of up to 2 MB and 60 s, or a video (up to 10 MB)
         * @description An API token needs the scope `send`.
         */
        post: operations["uploadAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The file itself; supports ranges and `If-None-Match`
         * @description An API token needs the scope `read`.
         */
        get: operations["getAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again to fetch a contact’s file from WeChat
         * @description An API token needs the scope `write`.
         */
        post: operations["fetchAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is known about a file
         * @description An API token needs the scope `read`.
         */
        get: operations["getAttachmentInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Administrative acts and sign-ins of the last 190 days
         * @description An API token needs the scope `admin`.
         */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether colleagues are there: who may attend conversations of the brand and is not disabled, the caller included. Changes of `status`, `isConnected` and `capacity` come over the event stream, changes of `active` do not
         * @description An API token needs the scope `read`.
         */
        get: operations["listAvailability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The bots of all brands
         * @description An API token needs the scope `admin`.
         */
        get: operations["listBots"];
        put?: never;
        /**
         * Add a bot
         * @description An API token needs the scope `admin`.
         */
        post: operations["createBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One bot, without its secrets
         * @description An API token needs the scope `admin`.
         */
        get: operations["getBot"];
        put?: never;
        post?: never;
        /**
         * Delete a bot with its secrets
         * @description An API token needs the scope `admin`.
         */
        delete: operations["deleteBot"];
        options?: never;
        head?: never;
        /**
         * Change a bot; where the address leads to another server, its key has to be given anew
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeBot"];
        trace?: never;
    };
    "/api/v1/bots/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new key pair for a `salesiq` bot; the former one is void at once
         * @description An API token needs the scope `admin`.
         */
        post: operations["makeBotKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bots/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the real bot, and see exactly what would leave; nothing is sent
         * @description An API token needs the scope `admin`.
         */
        post: operations["tryBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bots/callbacks/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The callback of a `salesiq` bot: what it says later, once, while it has the conversation */
        post: operations["callBackLater"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bots/replies/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The `replyUrl` of a `webhook` bot: what it says later, once, while it has the conversation */
        post: operations["answerLater"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The brands that the caller may see
         * @description An API token needs the scope `read`.
         */
        get: operations["listBrands"];
        put?: never;
        /**
         * Add a brand
         * @description An API token needs the scope `admin`.
         */
        post: operations["createBrand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename a brand
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeBrand"];
        trace?: never;
    };
    "/api/v1/brands/{id}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The opening hours of a brand
         * @description An API token needs the scope `read`.
         */
        get: operations["getBrandHours"];
        /**
         * Set the opening hours of a brand, for all of its channels that have none of their own
         * @description An API token needs the scope `admin`.
         */
        put: operations["setBrandHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}/hours/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a brand is open, and when that changes
         * @description An API token needs the scope `read`.
         */
        get: operations["getNextBrandHours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who a conversation of this brand may be transferred to: members and administrators who are not disabled
         * @description An API token needs the scope `read`.
         */
        get: operations["listColleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/brands/{id}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is rung for the brand’s conversations
         * @description An API token needs the scope `read`.
         */
        get: operations["getBrandRouting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change who is rung; open conversations follow. What is left out stays as it is
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeBrandRouting"];
        trace?: never;
    };
    "/api/v1/brands/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tags of a brand’s contacts
         * @description An API token needs the scope `read`.
         */
        get: operations["listTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller’s own canned replies and those that their brands share
         * @description An API token needs the scope `read`.
         */
        get: operations["listCannedReplies"];
        put?: never;
        /**
         * Save a text under a short word, for the caller or for the whole brand
         * @description An API token needs the scope `write`.
         */
        post: operations["createCannedReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canned-replies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a canned reply
         * @description An API token needs the scope `write`.
         */
        delete: operations["deleteCannedReply"];
        options?: never;
        head?: never;
        /**
         * Change a canned reply: the caller’s own, or one that their brand shares
         * @description An API token needs the scope `write`.
         */
        patch: operations["changeCannedReply"];
        trace?: never;
    };
    "/api/v1/canned-replies/{id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The text with its variables filled in for a conversation; counts as a use unless it is a preview
         * @description An API token needs the scope `write`.
         */
        post: operations["renderCannedReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The channels of the brands that the caller may see
         * @description An API token needs the scope `read`.
         */
        get: operations["listChannels"];
        put?: never;
        /**
         * Add a channel: with only brandId and name it is a draft, with all fields it is complete
         * @description An API token needs the scope `admin`.
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One channel, without its secrets
         * @description An API token needs the scope `read`.
         */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        /**
         * Delete a channel: its secrets are erased, its transcripts stay
         * @description An API token needs the scope `admin`.
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /**
         * Change account details or settings; open conversations get the new settings too
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeChannel"];
        trace?: never;
    };
    "/api/v1/channels/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask WeChat whether the account details work, without changing or sending anything
         * @description An API token needs the scope `admin`.
         */
        post: operations["checkChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/former-secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stop accepting a token, key or mode that was replaced in the last 24 hours
         * @description An API token needs the scope `admin`.
         */
        delete: operations["endFormerSecrets"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The health of the channel: last message, last send, last error, token, share of failed sends
         * @description An API token needs the scope `admin`.
         */
        get: operations["getChannelHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The opening hours of a channel: its own, or those of its brand
         * @description An API token needs the scope `read`.
         */
        get: operations["getChannelHours"];
        /**
         * Give a channel opening hours of its own; with null it is always open, whatever its brand is
         * @description An API token needs the scope `admin`.
         */
        put: operations["setChannelHours"];
        post?: never;
        /**
         * Take a channel’s own opening hours away: those of its brand hold again
         * @description An API token needs the scope `admin`.
         */
        delete: operations["removeChannelHours"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/hours/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a channel is open, and when that changes
         * @description An API token needs the scope `read`.
         */
        get: operations["getNextChannelHours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/qr-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The QR codes of a channel, and how many contacts each has brought
         * @description An API token needs the scope `read`.
         */
        get: operations["listQrCodes"];
        put?: never;
        /**
         * Ask WeChat for a QR code with a scene
         * @description An API token needs the scope `write`.
         */
        post: operations["createQrCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What to enter at WeChat, and how far the setup has got
         * @description An API token needs the scope `admin`.
         */
        get: operations["getChannelSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Channels of the caller’s brands that WeChat refuses; their messages wait until that is fixed
         * @description An API token needs the scope `read`.
         */
        get: operations["listChannelAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fresh random values for token and EncodingAESKey; nothing is stored
         * @description An API token needs the scope `admin`.
         */
        post: operations["generateChannelSecrets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The contacts of the brands that the caller may see
         * @description An API token needs the scope `read`.
         */
        get: operations["listContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One contact
         * @description An API token needs the scope `read`.
         */
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name, remark or tags; the remark is then written back to WeChat. An administrator also sets the legal hold
         * @description An API token needs the scope `write`.
         */
        patch: operations["changeContact"];
        trace?: never;
    };
    "/api/v1/contacts/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Block a contact: the open conversation is completed, and later messages start no new one
         * @description An API token needs the scope `write`.
         */
        post: operations["blockContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase everything about a contact, for ever: words, names, files. Counts stay. Who writes again is a new contact
         * @description An API token needs the scope `admin`.
         */
        post: operations["eraseContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a contact has a right to: their profile, conversations and files as one zip file
         * @description An API token needs the scope `admin`.
         */
        get: operations["exportContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything a contact did and was sent, inside and outside conversations
         * @description An API token needs the scope `read`.
         */
        get: operations["getContactTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unblock a contact, whose messages then start conversations again
         * @description An API token needs the scope `write`.
         */
        post: operations["unblockContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The conversations of the brands that the caller may see
         * @description An API token needs the scope `read`.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One conversation, with what the caller may do in it
         * @description An API token needs the scope `read`.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change priority or tags, also of a completed conversation
         * @description An API token needs the scope `write`.
         */
        patch: operations["changeConversation"];
        trace?: never;
    };
    "/api/v1/conversations/{id}/attend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attend a conversation; nothing changes if the same operator does so again
         * @description An API token needs the scope `write`.
         */
        post: operations["attendConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete an attended conversation
         * @description An API token needs the scope `write`.
         */
        post: operations["completeConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline an offer: the conversation is offered to somebody else at once
         * @description An API token needs the scope `write`.
         */
        post: operations["declineConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The reply that the caller has not sent yet, and the one that is suggested to them
         * @description An API token needs the scope `read`.
         */
        get: operations["getDraft"];
        /**
         * Keep a draft, which all devices of the caller share; or suggest a reply to whoever attends, who alone sees it, edits it and sends it. A suggestion never changes a draft. Sending a text clears both
         * @description An API token needs the scope `write`.
         */
        put: operations["setDraft"];
        post?: never;
        /**
         * Delete the caller’s draft, or dismiss the suggestion
         * @description An API token needs the scope `write`.
         */
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/handback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an attended conversation back to the bot that took part in it: the contact’s next message is the bot’s
         * @description An API token needs the scope `write`.
         */
        post: operations["handBackConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/macro": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do the steps of a macro in order, each as its own call would, and stop at the first one that is refused. The refusal then has `step` (counted from 0) and `steps`; finished steps are not undone. A macro that replies also needs the scope `send`
         * @description An API token needs the scope `write`.
         */
        post: operations["runMacro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The transcript of a conversation, including notes and events
         * @description An API token needs the scope `read`.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Send a message; answers when its outcome is known, at the latest after 10 s
         * @description An API token needs the scope `send`.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel a held message
         * @description An API token needs the scope `send`.
         */
        delete: operations["cancelMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages/{messageId}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve a message that failed, or that may or may not have arrived
         * @description An API token needs the scope `send`.
         */
        post: operations["resolveMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a note that only operators see and alert the operators it mentions; also works in a completed conversation
         * @description An API token needs the scope `write`.
         */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the other operators that the caller is looking at a conversation or typing in it, for 25 s; repeat it every 10 s. Nothing is stored
         * @description An API token needs the scope `write`.
         */
        post: operations["showPresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/rating-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the contact to rate a conversation that the caller attends or that is completed, by a message with choices; once for each conversation, also where the channel does not ask by itself
         * @description An API token needs the scope `write`.
         */
        post: operations["askForRating"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Continue a conversation that an operator completed less than 48 hours ago: a new one for the same contact, attended by the caller, with the window and the counter of the old one
         * @description An API token needs the scope `write`.
         */
        post: operations["reopenConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Record up to which message the caller has seen a conversation; a lower number changes nothing
         * @description An API token needs the scope `write`.
         */
        put: operations["seeConversation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an attended conversation out of the lists until a time or until the contact writes; its deadlines keep running, and a message from the contact always brings it back
         * @description An API token needs the scope `write`.
         */
        post: operations["snoozeConversation"];
        /**
         * Put a snoozed conversation back into the lists
         * @description An API token needs the scope `write`.
         */
        delete: operations["unsnoozeConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole conversation as one file, with its pictures in it and in the words of the console
         * @description An API token needs the scope `read`.
         */
        get: operations["getTranscript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a conversation to another operator of the brand, who is alerted, or to a group: it waits again, in the queue of that group. To an operator only while it is attended
         * @description An API token needs the scope `write`.
         */
        post: operations["transferConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the contact that someone is typing, for 15 s or until the next message
         * @description An API token needs the scope `send`.
         */
        post: operations["showTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do one thing with up to 100 conversations; each is handled separately, as by the single call
         * @description An API token needs the scope `write`.
         */
        post: operations["changeConversations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many conversations each list has: exact up to 10,000 for `mine`, `waiting` and `missed`, and up to 1,000 for the others
         * @description An API token needs the scope `read`.
         */
        get: operations["countConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes that the caller may see, as they happen: `conversation`, `message` and `alert` (the caller’s own) with the same bodies as the other routes, `presence` of other operators, `availability` of colleagues and the caller, `draft` (its conversation’s id) when the caller’s draft is to be loaded again, `contact_erased` (its `contactId`) when everything about a contact was erased and must be shown no more, `ready` when nothing will be missed from then on, `resync` when everything must be loaded again. An event may arrive twice.
         * @description An API token needs the scope `read`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conversations with all their messages, one on each line, for a move to another system
         * @description An API token needs the scope `admin`.
         */
        get: operations["exportConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The groups of the brands that the caller may see, with their operators
         * @description An API token needs the scope `read`.
         */
        get: operations["listGroups"];
        put?: never;
        /**
         * Add a group of operators to a brand
         * @description An API token needs the scope `admin`.
         */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One group
         * @description An API token needs the scope `read`.
         */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a group: its channels, QR codes and open conversations are for all members of the brand from then on
         * @description An API token needs the scope `admin`.
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /**
         * Rename a group, or choose its operators
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeGroup"];
        trace?: never;
    };
    "/api/v1/import/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add canned replies of a brand from a CSV file: all of them or none
         * @description An API token needs the scope `admin`.
         */
        post: operations["importCannedReplies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add operators from a CSV file: all of them or none
         * @description An API token needs the scope `admin`.
         */
        post: operations["importOperators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add tags to contacts of a channel from a CSV file: to all of them or none
         * @description An API token needs the scope `admin`.
         */
        post: operations["importTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the first password with the token of an invitation link */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/view": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who an invitation is for, without using it up. A POST, because addresses end up in logs */
        post: operations["viewInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a session: sets the cookie and returns the CSRF token */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session
         * @description An API token needs the scope `write`.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller’s own macros, and those shared by their brands or the whole desk
         * @description An API token needs the scope `read`.
         */
        get: operations["listMacros"];
        put?: never;
        /**
         * Save several actions under one name, for the caller, for a brand, or for the whole desk
         * @description An API token needs the scope `write`.
         */
        post: operations["createMacro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One macro
         * @description An API token needs the scope `read`.
         */
        get: operations["getMacro"];
        put?: never;
        post?: never;
        /**
         * Delete a macro
         * @description An API token needs the scope `write`.
         */
        delete: operations["deleteMacro"];
        options?: never;
        head?: never;
        /**
         * Change a macro: the caller’s own, or one that their brand shares
         * @description An API token needs the scope `write`.
         */
        patch: operations["changeMacro"];
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description An API token needs the scope `read`.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the caller is there for conversations, and how many they attend
         * @description An API token needs the scope `read`.
         */
        get: operations["getMyAvailability"];
        /**
         * Choose the own status. It is kept until the next choice, also after signing out
         * @description An API token needs the scope `write`.
         */
        put: operations["setMyAvailability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password; all other sessions end
         * @description An API token needs the scope `write`.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public key with which a browser subscribes (`applicationServerKey`)
         * @description An API token needs the scope `read`.
         */
        get: operations["getPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alert the caller in this browser, even while no page is open; the newest 20 browsers are kept. Refused to tokens that are limited to brands: alerts come of all brands of their operator
         * @description An API token needs the scope `write`.
         */
        post: operations["addPushSubscription"];
        /**
         * Stop alerting the caller in this browser
         * @description An API token needs the scope `write`.
         */
        delete: operations["removePushSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out everywhere: all sessions end, including this one; API tokens stay valid
         * @description An API token needs the scope `write`.
         */
        post: operations["endAllSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/two-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the caller has a second factor
         * @description An API token needs the scope `read`.
         */
        get: operations["getTwoFactor"];
        put?: never;
        /**
         * Make a new secret for an authenticator app; it counts once a code of it is confirmed
         * @description An API token needs the scope `write`.
         */
        post: operations["setUpTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/two-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor on with a first code of the app
         * @description An API token needs the scope `write`.
         */
        post: operations["confirmTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/two-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor off
         * @description An API token needs the scope `write`.
         */
        post: operations["turnOffTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/two-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New recovery codes; all earlier ones become invalid
         * @description An API token needs the scope `write`.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All operators and administrators
         * @description An API token needs the scope `admin`.
         */
        get: operations["listOperators"];
        put?: never;
        /**
         * Add an operator, or invite one
         * @description An API token needs the scope `admin`.
         */
        post: operations["createOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change, disable or enable an operator
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeOperator"];
        trace?: never;
    };
    "/api/v1/operators/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget which account at the provider of single sign-on is theirs; the next sign-in with their e-mail address links again
         * @description An API token needs the scope `admin`.
         */
        delete: operations["unlinkIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new invitation link for an operator who has no password yet; the previous one becomes invalid
         * @description An API token needs the scope `admin`.
         */
        post: operations["inviteOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/{id}/two-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove the second factor of an operator who has lost it; ends their sessions
         * @description An API token needs the scope `admin`.
         */
        delete: operations["resetTwoFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/qr-codes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One QR code
         * @description An API token needs the scope `read`.
         */
        get: operations["getQrCode"];
        put?: never;
        post?: never;
        /**
         * Remove a QR code from the list; a permanent one stays valid at WeChat
         * @description An API token needs the scope `write`.
         */
        delete: operations["deleteQrCode"];
        options?: never;
        head?: never;
        /**
         * Change the name, the greeting or the group of a QR code
         * @description An API token needs the scope `write`.
         */
        patch: operations["changeQrCode"];
        trace?: never;
    };
    "/api/v1/qr-codes/{id}/picture.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The picture of a QR code, for use on screens
         * @description An API token needs the scope `read`.
         */
        get: operations["getQrCodePng"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/qr-codes/{id}/picture.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The picture of a QR code, for printing
         * @description An API token needs the scope `read`.
         */
        get: operations["getQrCodeSvg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/qr-codes/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a temporary code at WeChat: a new picture, the same scene
         * @description An API token needs the scope `write`.
         */
        post: operations["renewQrCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Waiting and missed conversations in the order in which they are offered, and who is there for them. Operators see those of their own groups and those without a group; administrators see all
         * @description An API token needs the scope `read`.
         */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries from WeChat that could not be accepted: the newest 200 of each channel
         * @description An API token needs the scope `admin`.
         */
        get: operations["listRejectedDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected-deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a stored delivery
         * @description An API token needs the scope `admin`.
         */
        delete: operations["deleteRejectedDelivery"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected-deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a delivery as if it had just arrived, without checking its signature again
         * @description An API token needs the scope `admin`.
         */
        post: operations["retryRejectedDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The conversations that a figure of a report counts
         * @description An API token needs the scope `read`.
         */
        get: operations["listReportConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/heatmap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conversations by the weekday and the hour in which they began
         * @description An API token needs the scope `read`.
         */
        get: operations["getHeatmapReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/losses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the 48 hours and the messages without an answer cost: refused, held, failed and unknown replies
         * @description An API token needs the scope `admin`.
         */
        get: operations["getLossReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of each operator who did something in the period
         * @description An API token needs the scope `admin`.
         */
        get: operations["getOperatorReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Followers, scans by QR code, and conversations by what they began with. `groupId` and `operatorId` filter conversations only
         * @description An API token needs the scope `read`.
         */
        get: operations["getReachReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened in conversations of the brands that the caller may see: in total and over time
         * @description An API token needs the scope `read`.
         */
        get: operations["getSummaryReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove now what channels do not keep any longer, or say what that would be
         * @description An API token needs the scope `admin`.
         */
        post: operations["runRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one can sign in here */
        get: operations["getWaysToSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is demanded of those who sign in
         * @description An API token needs the scope `admin`.
         */
        get: operations["getSignInPolicy"];
        /**
         * Change what is demanded; whoever lacks it sets it up before anything else
         * @description An API token needs the scope `admin`.
         */
        put: operations["setSignInPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a sign-in at the provider: sets a cookie for its answer */
        post: operations["beginSingleSignOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/oidc/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a session with the answer of the provider: sets the cookie and returns the CSRF token */
        post: operations["finishSingleSignOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The 500 most used tags of contacts and conversations in the brands that the caller may see
         * @description An API token needs the scope `read`.
         */
        get: operations["listUsedTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a tag from all contacts and conversations in all brands
         * @description An API token needs the scope `admin`.
         */
        delete: operations["deleteTag"];
        options?: never;
        head?: never;
        /**
         * Rename a tag in all brands, or merge it into another one
         * @description An API token needs the scope `admin`.
         */
        patch: operations["renameTag"];
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller’s own API tokens; administrators see all, and a token that is limited to brands those within them
         * @description An API token needs the scope `read`.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create an API token for the caller or, as an administrator, for another operator
         * @description An API token needs the scope `admin`.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API token at once
         * @description An API token needs the scope `admin`.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All outgoing webhooks
         * @description An API token needs the scope `admin`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Add a webhook; its secret is shown once
         * @description An API token needs the scope `admin`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One webhook and its health
         * @description An API token needs the scope `admin`.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook with its log; nothing is sent to it any more
         * @description An API token needs the scope `admin`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change, enable or disable a webhook
         * @description An API token needs the scope `admin`.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The deliveries of the last 30 days, with request, answer and tries
         * @description An API token needs the scope `admin`.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one delivery anew, under the same id
         * @description An API token needs the scope `admin`.
         */
        post: operations["redeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new key pair for `x-siqsignature`; the former one is void at once
         * @description An API token needs the scope `admin`.
         */
        post: operations["makeWebhookKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send anew what its selection has since then, under the ids that it had
         * @description An API token needs the scope `admin`.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret; the former one signs beside it for a while
         * @description An API token needs the scope `admin`.
         */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send `webhook.test` once, now, also to one that is disabled
         * @description An API token needs the scope `admin`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alive */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether Temporal and the database can be used and the disk can be written to, and what else is wrong */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a delivery of WeChat would be kept: 503 only if neither the database nor the disk accepts it. For what decides to which process deliveries go */
        get: operations["getIntakeReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Ability: {
            /** @enum {boolean} */
            allowed: true;
            remaining?: number;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            until?: string;
        } | ({
            /** @enum {boolean} */
            allowed: false;
            code: string;
            limit?: number;
            operator?: {
                id: string;
                name: string;
            };
            /** @enum {string} */
            reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
            sent?: number;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            since?: string;
        } & {
            [key: string]: unknown;
        });
        Alert: {
            brand: {
                id: string;
                name: string;
            };
            contact: {
                id: string;
                name: string;
            };
            conversationId: string;
            /** @description How many new messages it covers. */
            count: number;
            /**
             * Format: date-time
             * @description For new messages: when the last one arrived.
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /** @description Who mentioned the caller or transferred the conversation. */
            from: {
                id: string;
                name: string;
            } | null;
            /** @description Rises with every alert. New messages in a conversation share one alert until it is seen; each further message gives it a new id. */
            id: string;
            /** @enum {string} */
            kind: "mention" | "transfer" | "new_message" | "window_closing" | "returned" | "rating_comment";
            /** @description The note that mentions the caller or came with the transfer. */
            note: {
                id: string;
                text: string;
            } | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            seenAt: string | null;
        };
        AlertList: {
            items: components["schemas"]["Alert"][];
            nextCursor: string | null;
        };
        AlertsSeen: {
            /** @description Only alerts of this conversation. */
            conversationId?: string;
            /** @description The id of the newest alert that was seen, or a time: everything up to it is marked as seen. */
            upTo: string;
        };
        AnswerOfProvider: {
            /** @description What the provider has added to `/sign-in/callback`, without the question mark. */
            query: string;
        };
        Attachment: {
            /** @description Determined from the content. null until the file is there. */
            contentType: string | null;
            /** @description For voice messages. */
            durationMs?: number;
            /** @description Why it is not there. `not_playable`: it is there, but only as a download. */
            error?: {
                /** @enum {string} */
                code: "gone" | "empty" | "wrong_kind" | "too_large" | "refused" | "untrusted_address" | "unreachable" | "no_media" | "not_playable" | "removed";
                detail: string;
            };
            height?: number;
            id: string;
            /** @enum {string} */
            kind: "image" | "voice" | "video" | "file";
            name: string | null;
            /** @description What `?as=playable` returns: a format that browsers can play. */
            playable?: {
                contentType: string;
            };
            /** @description Bytes. */
            size: number | null;
            /**
             * @description `fetching`: not yet fetched from WeChat, retried automatically; `error` names the problem. `failed`: it could not be fetched; see `error`.
             * @enum {string}
             */
            status: "fetching" | "ready" | "failed";
            /** @description For pictures, in pixels. */
            width?: number;
        };
        AuditList: {
            items: components["schemas"]["AuditRecord"][];
            nextCursor: string | null;
        };
        AuditRecord: {
            /** @enum {string} */
            action: "session.signed_in" | "session.sign_in_failed" | "session.locked_out" | "session.signed_out" | "session.all_ended" | "password.changed" | "password.change_failed" | "operator.created" | "operator.invited" | "operator.invitation_accepted" | "operator.changed" | "operator.disabled" | "operator.enabled" | "operator.password_reset" | "operator.identity_linked" | "operator.identity_unlinked" | "operator.two_factor_reset" | "two_factor.turned_on" | "two_factor.turned_off" | "two_factor.failed" | "two_factor.recovery_code_used" | "two_factor.recovery_codes_made" | "sign_in_policy.changed" | "token.created" | "token.revoked" | "brand.created" | "brand.changed" | "brand.routing_changed" | "group.created" | "group.changed" | "group.deleted" | "channel.created" | "channel.changed" | "channel.deleted" | "channel.former_secrets_ended" | "channel.bot_paused" | "channel.bot_resumed" | "secret_key.changed" | "contact.blocked" | "contact.unblocked" | "contact.held" | "contact.released" | "contact.erased" | "contact.exported" | "conversations.exported" | "canned_replies.imported" | "operators.imported" | "tags.imported" | "retention.run" | "tag.renamed" | "tag.deleted" | "qr_code.created" | "qr_code.changed" | "qr_code.renewed" | "qr_code.deleted" | "canned_reply.created" | "canned_reply.changed" | "canned_reply.deleted" | "macro.created" | "macro.changed" | "macro.deleted" | "bot.created" | "bot.changed" | "bot.deleted" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.rotated" | "webhook.disabled" | "webhook.delivery_dead" | "webhook.redelivered" | "webhook.replayed" | "rejected_delivery.taken" | "rejected_delivery.refused_again" | "rejected_delivery.deleted";
            address: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            at: string;
            /** @description Field names, roles and ids; never secrets or texts. */
            details: {
                [key: string]: unknown;
            };
            /** @description SHA-256 over this record and the hash of the one before it. */
            hash: string;
            id: string;
            /** @description Who did it; null if that is not known or it was the program itself. */
            operator: {
                id: string;
                name: string | null;
            } | null;
            /** @description What it was done to. */
            target: {
                id: string;
                /** @enum {string} */
                type: "operator" | "token" | "brand" | "group" | "channel" | "contact" | "qr_code" | "canned_reply" | "macro" | "bot" | "webhook";
            } | null;
            /** @enum {string} */
            via: "session" | "token" | "none" | "system";
        };
        Availability: {
            /** @description How many conversations they attend now. */
            active: number;
            /** @description How many they are offered at the same time: their own limit, or the default of the brand that was asked about, or, without one, the highest default of their brands. null: no limit. */
            capacity: number | null;
            /** @description Connected, `online` and with a free place: offers go to them. An open offer occupies a place. */
            isAvailable: boolean;
            /** @description An event stream of theirs is open, or was less than 60 s ago. */
            isConnected: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            lastOfferedAt: string | null;
            status: components["schemas"]["AvailabilityStatus"];
        };
        AvailabilityChange: {
            status: components["schemas"]["AvailabilityStatus"];
        };
        AvailabilityList: {
            items: components["schemas"]["ColleagueAvailability"][];
            nextCursor: string | null;
        };
        /**
         * @description `away`: gets no offers and keeps what they have. `handing_over`: also gives their conversations back: at once where the contact waits for an answer, the others when their contact writes.
         * @enum {string}
         */
        AvailabilityStatus: "online" | "away" | "handing_over";
        /** @description The fields of its kind, without its secrets. */
        Bot: {
            aiLabel: boolean;
            baseUrl?: string;
            brandId: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            historyMessages?: number;
            id: string;
            inputs?: {
                [key: string]: string;
            };
            /** @enum {string} */
            kind: "openai" | "dify" | "webhook" | "salesiq" | "rules";
            model?: string;
            name: string;
            /** @description Of `salesiq`, in PEM; null: make a pair. */
            publicKey?: string | null;
            rules?: unknown[];
            /** @description The names of those that are set. None is ever shown. */
            storedSecrets: string[];
            systemPrompt?: string;
            temperature?: number | null;
            transcription?: {
                baseUrl: string;
                model: string;
            } | null;
            url?: string;
            vision?: boolean;
            /** @description What was saved but may be wrong: a name that cannot be resolved. Empty when it is read. */
            warnings: {
                message: string;
                path: string;
            }[];
        };
        /** @description Any fields of `NewBot` but `kind` and `brandId`. A secret that is left out stays; `null` removes one that the kind can do without. */
        BotChange: {
            [key: string]: unknown;
        };
        BotList: {
            items: components["schemas"]["Bot"][];
            nextCursor: string | null;
        };
        BotPublicKey: {
            publicKey: string;
        };
        BotQuestion: {
            /** @default [] */
            history?: {
                /** @enum {string} */
                from: "contact" | "desk";
                /** @description 1 to 2048 bytes in UTF-8. */
                text: string;
            }[];
            /** @description As if the contact had tapped this choice of a menu of the bot. */
            menuId?: string;
            /** @description 1 to 2048 bytes in UTF-8. */
            text: string;
        };
        BotTrial: {
            handover: {
                detail?: string;
                reason: string;
            } | null;
            ms: number;
            /** @description What would leave, one message each, in the form of `NewMessage`; a picture of an answer is still at its address (`picture`). */
            parts: ({
                type: string;
            } & {
                [key: string]: unknown;
            })[];
        };
        Brand: {
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            id: string;
            name: string;
        };
        BrandFields: {
            name: string;
        };
        BrandList: {
            items: components["schemas"]["Brand"][];
            nextCursor: string | null;
        };
        BulkAction: {
            /** @enum {string} */
            action: "attend";
            /** @description An id that appears twice is handled once. */
            ids: string[];
        } | {
            /** @enum {string} */
            action: "complete";
            /** @description An id that appears twice is handled once. */
            ids: string[];
            /** @description Why; written into each conversation as a note before it is completed. */
            reason?: string;
        } | {
            /** @enum {string} */
            action: "transfer";
            /** @description A group of the conversation’s brand. */
            groupId?: string;
            /** @description An id that appears twice is handled once. */
            ids: string[];
            operatorId?: string;
        } | {
            /** @enum {string} */
            action: "tag";
            /** @description An id that appears twice is handled once. */
            ids: string[];
            /** @description Added to the tags that each conversation has. */
            tags: string[];
        } | {
            /** @enum {string} */
            action: "priority";
            /** @description An id that appears twice is handled once. */
            ids: string[];
            priority: components["schemas"]["Priority"];
        };
        BulkResults: {
            results: {
                /** @enum {string} */
                code?: "invalid_request" | "unauthenticated" | "two_factor_required" | "forbidden" | "insufficient_scope" | "password_change_required" | "two_factor_setup_required" | "not_found" | "kind_not_supported" | "conversation_completed" | "attended_by_other" | "not_attended" | "window_closed" | "consecutive_limit_reached" | "too_many_held" | "not_reopenable" | "no_bot" | "already_asked" | "not_offered" | "not_owner" | "reply_url_used" | "not_cancellable" | "idempotency_key_reused" | "conflict" | "legal_hold" | "delivery_refused" | "wechat_refused" | "payload_too_large" | "attachment_too_large" | "unsupported_media_type" | "attachment_type_not_supported" | "too_many_requests" | "internal" | "unavailable";
                id: string;
                /** @description The status that the single call would answer with. */
                status: number;
            }[];
        };
        CannedReply: {
            /** @description The brand that shares it; null: the caller’s own. */
            brandId: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            folder: string | null;
            id: string;
            /**
             * @description What to type after `/` to find it.
             * @example hello
             */
            shortcut: string;
            text: string;
            /** @description How often it was rendered, not counting previews. */
            useCount: number;
        };
        CannedReplyChange: {
            brandId?: string | null;
            /** @description 1 to 40 characters. */
            folder?: string | null;
            /** @description 1 to 32 characters. */
            shortcut?: string;
            /** @description May contain `{{contact.name}}`, `{{operator.name}}`, `{{brand.name}}`, `{{channel.name}}`, `{{conversation.id}}`. */
            text?: string;
        };
        CannedReplyList: {
            items: components["schemas"]["CannedReply"][];
            nextCursor: string | null;
        };
        CannedReplyRendering: {
            conversationId: string;
            /** @description `true`: only a preview, which is not counted. */
            isPreview?: boolean;
        };
        Channel: {
            appId: string | null;
            brandId: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /** @enum {string} */
            encryption: "plain" | "compatible" | "safe";
            features: components["schemas"]["ChannelFeatures"];
            /** @description The group that its new conversations are for; null: all members of the brand. */
            groupId: string | null;
            id: string;
            ipAllowlistConfirmed: boolean;
            /**
             * @description `mini_program`: the customer service of a mini program. Chosen when the channel is added, and never changed.
             * @enum {string}
             */
            kind: "official_account" | "mini_program";
            name: string;
            /** @description null only in a draft, like appId. */
            originalId: string | null;
            settings: components["schemas"]["ChannelSettings"];
            /** @enum {string} */
            status: "draft" | "live" | "disabled";
            /** @description Which secrets are set. They are never shown. */
            storedSecrets: {
                appSecret: boolean;
                encodingAesKey: boolean;
                token: boolean;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            verifiedAt: string | null;
        };
        ChannelAlarm: {
            /** @description The address that WeChat saw this server use, if the allowlist lacks it. For administrators. */
            address?: string;
            /** @description What it means, what to do about it, and on which WeChat page. */
            advice: string;
            brandId: string;
            channelId: string;
            meaning?: components["schemas"]["WeChatMeaning"];
            name: string;
            /** @description WeChat’s id of the call. WeChat’s Developer Platform shows the details for seven days. */
            rid?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            since: string;
            wechatCode: number;
            /** @description WeChat’s own message, without secrets. */
            wechatMessage?: string;
        };
        ChannelAlarmList: {
            items: components["schemas"]["ChannelAlarm"][];
        };
        ChannelChange: {
            appId?: string;
            appSecret?: string;
            encodingAesKey?: string;
            /** @enum {string} */
            encryption?: "plain" | "compatible" | "safe";
            /** @description A group of the channel’s brand that new conversations are for; null: all its members. */
            groupId?: string | null;
            ipAllowlistConfirmed?: boolean;
            name?: string;
            originalId?: string;
            settings?: components["schemas"]["ChannelSettingsChange"];
            /**
             * @description `disabled`: messages are stored but not answered.
             * @enum {string}
             */
            status?: "live" | "disabled";
            token?: string;
        };
        ChannelCheck: {
            /** @description Checks that could not be made because something else is wrong are left out. */
            checks: {
                /** @description The address that WeChat saw this server use, if the allowlist lacks it. */
                address?: string;
                detail: string;
                /** @enum {string} */
                name: "account_details" | "wechat" | "app_id" | "app_secret" | "ip_allowlist" | "permission" | "webhook";
                ok: boolean;
            }[];
            ok: boolean;
        };
        ChannelFeatures: {
            /** @description People follow and unfollow it. */
            follow: boolean;
            /** @description The kinds of messages that can be sent; the others are refused with `kind_not_supported`. */
            kinds: string[];
            /** @description Messages with items to tap (`msgmenu`). */
            menuMessages: boolean;
            /** @description WeChat says something about a contact (`subscription`). */
            profile: boolean;
            /** @description It has QR codes with a scene. */
            qrCodes: boolean;
            /** @description WeChat keeps a remark about a contact. */
            remark: boolean;
        };
        ChannelHealth: {
            accessToken: {
                ageSeconds: number;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                expiresAt: string;
            } | null;
            /** @description The bot with which new conversations begin; null: none. */
            bot: {
                failuresInARow: number;
                id: string;
                /**
                 * Format: date-time
                 * @description Until then conversations begin without the bot, because it keeps failing.
                 * @example 2026-11-22T08:00:00.000Z
                 */
                pausedUntil: string | null;
            } | null;
            /** @description For 24 hours after a change, deliveries that use the previous token, key or mode are accepted too. */
            formerSecrets: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                acceptedUntil: string;
                /** @enum {string} */
                kind: "token" | "encodingAesKey" | "encryption";
                /**
                 * Format: date-time
                 * @description When a delivery last used it: WeChat is still configured with it.
                 * @example 2026-11-22T08:00:00.000Z
                 */
                lastUsedAt: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                replacedAt: string;
            }[];
            /** @description The last error of a call to WeChat, and what to do about it. */
            lastError: {
                advice: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                meaning?: components["schemas"]["WeChatMeaning"];
                /** @description WeChat’s id of the call. WeChat’s Developer Platform shows the details for seven days. */
                rid?: string;
                /** @description null: WeChat gave no usable answer. */
                wechatCode: number | null;
                /** @description WeChat’s own message, without secrets. */
                wechatMessage?: string;
            } | null;
            /**
             * Format: date-time
             * @description The last message or event.
             * @example 2026-11-22T08:00:00.000Z
             */
            lastInboundAt: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            lastSentAt: string | null;
            /**
             * Format: date-time
             * @description WeChat’s call limit is used up; messages wait until this time, or until a probe succeeds.
             * @example 2026-11-22T08:00:00.000Z
             */
            pausedUntil: string | null;
            /** @description How many deliveries could not be accepted and were set aside. */
            rejectedDeliveries: number;
            sends: {
                lastDay: {
                    failed: number;
                    /** @description null if nothing was sent. */
                    failedShare: number | null;
                    /** @description Messages with a final outcome, including unknown ones. */
                    total: number;
                    /** @description They may have arrived. */
                    unknown: number;
                };
                lastHour: {
                    failed: number;
                    /** @description null if nothing was sent. */
                    failedShare: number | null;
                    /** @description Messages with a final outcome, including unknown ones. */
                    total: number;
                    /** @description They may have arrived. */
                    unknown: number;
                };
            };
            /**
             * @description `unhealthy`: live, but WeChat refuses every call for the channel.
             * @enum {string}
             */
            status: "draft" | "live" | "disabled" | "unhealthy";
            /** @description null: WeChat accepts the channel’s calls. */
            trouble: {
                /** @description The address that WeChat saw this server use, if the allowlist lacks it. For administrators. */
                address?: string;
                /** @description What it means, what to do about it, and on which WeChat page. */
                advice: string;
                meaning?: components["schemas"]["WeChatMeaning"];
                /** @description WeChat’s id of the call. WeChat’s Developer Platform shows the details for seven days. */
                rid?: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                since: string;
                /** @description Conversations with messages waiting for the channel to work again. */
                waitingConversations: number;
                wechatCode: number;
                /** @description WeChat’s own message, without secrets. */
                wechatMessage?: string;
            } | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            verifiedAt: string | null;
        };
        ChannelHours: {
            /** @description Those that hold for the channel; null: always open. */
            hours: {
                /**
                 * @description Days whose periods replace those that would begin on that day of the week.
                 * @default []
                 */
                exceptions?: {
                    /** Format: date */
                    date: string;
                    /**
                     * @description 0 to 100 characters.
                     * @default
                     */
                    name?: string;
                    /** @description None: closed all day. */
                    periods: components["schemas"]["OpeningPeriod"][];
                }[];
                timeZone: string;
                /** @description The periods that begin on each day of the week; a day that is left out is closed. */
                weekly: {
                    fri?: components["schemas"]["OpeningPeriod"][];
                    mon?: components["schemas"]["OpeningPeriod"][];
                    sat?: components["schemas"]["OpeningPeriod"][];
                    sun?: components["schemas"]["OpeningPeriod"][];
                    thu?: components["schemas"]["OpeningPeriod"][];
                    tue?: components["schemas"]["OpeningPeriod"][];
                    wed?: components["schemas"]["OpeningPeriod"][];
                };
            } | null;
            /** @description false: those of the brand. */
            isOwn: boolean;
        };
        ChannelList: {
            items: components["schemas"]["Channel"][];
            nextCursor: string | null;
        };
        ChannelSettings: {
            automatic: {
                /** @description When an operator completes the conversation, or a time limit does. */
                closed: string | null;
                /** @description Before the messaging window closes, if the contact has not answered; once for each window. */
                nudge: {
                    beforeCloseMinutes: number;
                    /** @description 1 to 2048 bytes in UTF-8. */
                    text: string;
                } | null;
                /** @description Outside the opening hours; a desk without opening hours is always open. `{opensAt}` is the time of the next opening, with the date where that is not today. */
                outOfHours: string | null;
                /** @description Asks the contact to rate the conversation, once; it may be the last of the five. */
                rating: {
                    /** @description After a lower score the contact’s next text, within ten minutes, is the comment; null: never. */
                    askReasonBelow: number | null;
                    /** @description Whether the contact is asked when an operator completes the conversation. Not in a mini program. */
                    isEnabled: boolean;
                    /** @description Whether the contact is asked also where a time limit completes the conversation. */
                    onAutomaticClose: boolean;
                    /** @description The choices, in the order in which they are shown. The id is the score. */
                    options: {
                        /** @enum {string} */
                        id: "1" | "2" | "3" | "4" | "5";
                        /** @description 1 to 256 bytes in UTF-8. */
                        label: string;
                    }[];
                    /** @description What asks for the reason after such a score; null: nothing is said. */
                    reasonText: string | null;
                    /** @description What stands above the choices. */
                    text: string;
                    /** @description What is said after the first tap; null: nothing. */
                    thanks: string | null;
                };
                /** @description With the first message of a conversation. */
                welcome: string | null;
            };
            bot: {
                /** @description The bot with which new conversations begin; null: none. Open conversations keep theirs. */
                botId: string | null;
                /** @description What the last message ends with while the rest of an answer waits. */
                continueText: string;
                /** @description A group of the channel’s brand that is asked when the bot has failed; null: for whom the conversation is already. */
                failureGroupId: string | null;
                /** @description After so many answers the contact’s next message goes to people; null: never. */
                handoverAfterTurns: number | null;
                /** @description A message that is one of these words, and nothing else, asks for a person. */
                handoverKeywords: string[];
                /** @description What the contact is told at a hand-over, if a message may be sent then; null: nothing. */
                handoverText: string | null;
                /** @description Replaces both close limits in conversations with a bot, before and after the hand-over. */
                idleAfterSeconds: number;
                /** @description How many places of the consecutive limit only people may use. Below `consecutiveLimit`. */
                keepPlaces: number;
            };
            closeIdleAfterSeconds: number;
            /** @description null: never. */
            closeMissedAfterSeconds: number | null;
            consecutiveLimit: number;
            greeting: {
                /** @description Of a mini program only: when its customer service is opened. It has neither of the others. */
                enter: string | null;
                /** @description 1 to 2048 bytes in UTF-8. */
                follow: string | null;
                /** @description 1 to 2048 bytes in UTF-8. */
                scan: string | null;
            };
            retention: {
                /** @description Contacts who unfollow are erased, also those who unfollowed before this was switched on. */
                eraseOnUnfollow: boolean;
                /** @description The same of its files; null: never. */
                filesDays: number | null;
                /** @description So many days after its completion the texts of a conversation are removed; null: never. */
                messagesDays: number | null;
            };
            ringTimeSeconds: number;
            /** @enum {string} */
            windowAnchor: "conversation-start" | "last-inbound";
        };
        ChannelSettingsChange: {
            automatic?: {
                /** @description When an operator completes the conversation, or a time limit does. */
                closed?: string | null;
                /** @description Before the messaging window closes, if the contact has not answered; once for each window. */
                nudge?: {
                    beforeCloseMinutes: number;
                    /** @description 1 to 2048 bytes in UTF-8. */
                    text: string;
                } | null;
                /** @description Outside the opening hours; a desk without opening hours is always open. `{opensAt}` is the time of the next opening, with the date where that is not today. */
                outOfHours?: string | null;
                rating?: {
                    /** @description After a lower score the contact’s next text, within ten minutes, is the comment; null: never. */
                    askReasonBelow?: number | null;
                    /** @description Whether the contact is asked when an operator completes the conversation. Not in a mini program. */
                    isEnabled?: boolean;
                    /** @description Whether the contact is asked also where a time limit completes the conversation. */
                    onAutomaticClose?: boolean;
                    /** @description The choices, in the order in which they are shown. The id is the score. */
                    options?: {
                        /** @enum {string} */
                        id: "1" | "2" | "3" | "4" | "5";
                        /** @description 1 to 256 bytes in UTF-8. */
                        label: string;
                    }[];
                    /** @description What asks for the reason after such a score; null: nothing is said. */
                    reasonText?: string | null;
                    /** @description What stands above the choices. */
                    text?: string;
                    /** @description What is said after the first tap; null: nothing. */
                    thanks?: string | null;
                };
                /** @description With the first message of a conversation. */
                welcome?: string | null;
            };
            bot?: {
                /** @description The bot with which new conversations begin; null: none. Open conversations keep theirs. */
                botId?: string | null;
                /** @description What the last message ends with while the rest of an answer waits. */
                continueText?: string;
                /** @description A group of the channel’s brand that is asked when the bot has failed; null: for whom the conversation is already. */
                failureGroupId?: string | null;
                /** @description After so many answers the contact’s next message goes to people; null: never. */
                handoverAfterTurns?: number | null;
                /** @description A message that is one of these words, and nothing else, asks for a person. */
                handoverKeywords?: string[];
                /** @description What the contact is told at a hand-over, if a message may be sent then; null: nothing. */
                handoverText?: string | null;
                /** @description Replaces both close limits in conversations with a bot, before and after the hand-over. */
                idleAfterSeconds?: number;
                /** @description How many places of the consecutive limit only people may use. Below `consecutiveLimit`. */
                keepPlaces?: number;
                /**
                 * @description Of the release before bots, and taken in this one only: the same as `botId: null`.
                 * @enum {string}
                 */
                mode?: "off";
            };
            closeIdleAfterSeconds?: number;
            /** @description null: never. */
            closeMissedAfterSeconds?: number | null;
            consecutiveLimit?: number;
            greeting?: {
                /** @description Of a mini program only: when its customer service is opened. It has neither of the others. */
                enter?: string | null;
                /** @description 1 to 2048 bytes in UTF-8. */
                follow?: string | null;
                /** @description 1 to 2048 bytes in UTF-8. */
                scan?: string | null;
            };
            retention?: {
                /** @description Contacts who unfollow are erased, also those who unfollowed before this was switched on. */
                eraseOnUnfollow?: boolean;
                /** @description The same of its files; null: never. */
                filesDays?: number | null;
                /** @description So many days after its completion the texts of a conversation are removed; null: never. */
                messagesDays?: number | null;
            };
            ringTimeSeconds?: number;
            /** @enum {string} */
            windowAnchor?: "conversation-start" | "last-inbound";
        };
        ChannelSetup: {
            howContactsFindIt: string;
            /** @description Paste these into WeChat’s IP allowlist. */
            ipAddresses: string[];
            ipAddressesNote: string;
            steps: {
                detail: string;
                done: boolean;
                /** @enum {string} */
                name: "ip_allowlist" | "account_details" | "webhook";
                title: string;
            }[];
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            verifiedAt: string | null;
            webhookUrl: string;
        };
        Colleague: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "operator" | "administrator";
        };
        ColleagueAvailability: {
            /** @description How many conversations they attend now. */
            active: number;
            /** @description How many they are offered at the same time: their own limit, or the default of the brand that was asked about, or, without one, the highest default of their brands. null: no limit. */
            capacity: number | null;
            /** @description Connected, `online` and with a free place: offers go to them. An open offer occupies a place. */
            isAvailable: boolean;
            /** @description An event stream of theirs is open, or was less than 60 s ago. */
            isConnected: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            lastOfferedAt: string | null;
            operator: {
                id: string;
                name: string;
            };
            status: components["schemas"]["AvailabilityStatus"];
        };
        ColleagueList: {
            items: components["schemas"]["Colleague"][];
            nextCursor: string | null;
        };
        CompleteStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "complete";
        };
        Contact: {
            block: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                operator: {
                    id: string;
                    name: string;
                };
                reason: string;
            } | null;
            brandId: string;
            channelId: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /** @description The QR code that brought the contact first. */
            firstVisit: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                scene: string;
            } | null;
            /** @description The name that operators gave the contact. */
            givenName: string | null;
            id: string;
            lastVisit: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                scene: string;
            } | null;
            /** @description Nothing of the contact may be erased, nor removed because its time is over. */
            legalHold: boolean;
            /** @description As displayed: the given name, else the remark, else a generated name. WeChat provides no name. */
            name: string;
            /** @description WeChat’s id for the person within this account. */
            openId: string;
            /** @description The name that WeChat also stores for the contact. */
            remark: string | null;
            /** @description Why WeChat last refused the remark. */
            remarkError: {
                detail: string;
                meaning?: components["schemas"]["WeChatMeaning"];
                /** @description WeChat’s id of the call. WeChat’s Developer Platform shows the details for seven days. */
                rid?: string;
                wechatCode: number;
                /** @description WeChat’s own message, without secrets. */
                wechatMessage?: string;
            } | null;
            /**
             * @description Whether WeChat has the remark yet; null: no operator has set one.
             * @enum {string|null}
             */
            remarkSync: "synced" | "pending" | "failed" | null;
            subscription: {
                /**
                 * Format: date-time
                 * @description When WeChat was last asked.
                 * @example 2026-11-22T08:00:00.000Z
                 */
                askedAt: string | null;
                /** @description null: WeChat has not been asked yet. */
                isSubscribed: boolean | null;
                language: string | null;
                qrScene: string | null;
                /** @description WeChat’s code for how the contact found the account. */
                scene: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                subscribedAt: string | null;
                /** @description The tags that the account uses at WeChat. */
                tagIds: number[];
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                unsubscribedAt: string | null;
            };
            tags: string[];
        };
        ContactBlock: {
            /** @description 1 to 200 characters. */
            reason: string;
        };
        ContactChange: {
            /** @description Only an administrator may change it, with a `reason`. */
            legalHold?: boolean;
            /** @description null: back to the generated name. */
            name?: string | null;
            /** @description Why the legal hold begins or ends; it stands in the audit log. */
            reason?: string;
            /** @description 0 to 29 characters. */
            remark?: string;
            /** @description At most 20; duplicates are removed. */
            tags?: string[];
        };
        ContactErasure: {
            /** @description 1 to 200 characters. */
            reason: string;
        };
        ContactList: {
            items: components["schemas"]["Contact"][];
            nextCursor: string | null;
        };
        Conversation: {
            abilities: {
                /** @description Asking the contact to rate it: once. */
                askRating: {
                    /** @enum {boolean} */
                    allowed: true;
                    remaining?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    until?: string;
                } | ({
                    /** @enum {boolean} */
                    allowed: false;
                    code: string;
                    limit?: number;
                    operator?: {
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
                    sent?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    since?: string;
                } & {
                    [key: string]: unknown;
                });
                attend: components["schemas"]["Ability"];
                complete: components["schemas"]["Ability"];
                decline: components["schemas"]["Ability"];
                handback: components["schemas"]["Ability"];
                hold: components["schemas"]["Ability"];
                note: components["schemas"]["Ability"];
                reopen: components["schemas"]["Ability"];
                reply: components["schemas"]["Ability"];
                snooze: components["schemas"]["Ability"];
                /** @description To an operator. */
                transfer: {
                    /** @enum {boolean} */
                    allowed: true;
                    remaining?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    until?: string;
                } | ({
                    /** @enum {boolean} */
                    allowed: false;
                    code: string;
                    limit?: number;
                    operator?: {
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
                    sent?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    since?: string;
                } & {
                    [key: string]: unknown;
                });
                /** @description To a group: also while nobody attends. */
                transferToGroup: {
                    /** @enum {boolean} */
                    allowed: true;
                    remaining?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    until?: string;
                } | ({
                    /** @enum {boolean} */
                    allowed: false;
                    code: string;
                    limit?: number;
                    operator?: {
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
                    sent?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    since?: string;
                } & {
                    [key: string]: unknown;
                });
                typing: components["schemas"]["Ability"];
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            attendedAt: string | null;
            /** @description The bot that took part, also after a hand-over; null: none did. */
            bot: {
                id: string;
                /** @description It is being asked. */
                isThinking: boolean;
                kind: string | null;
                /** @description null: it is gone, and with it its name. */
                name: string | null;
                /** @description How many turns have begun. */
                turns: number;
            } | null;
            brandId: string;
            channelId: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            completedAt: string | null;
            /** @description Who completed it; null if no person did. */
            completedBy: {
                id: string;
                name: string;
            } | null;
            /** @enum {string|null} */
            completedReason: "operator" | "missed_timeout" | "idle_timeout" | "bot_ended" | "bot_idle_timeout" | "window_renewed" | "unsubscribed" | "channel_disabled" | "channel_deleted" | "contact_blocked" | "contact_erased" | null;
            consecutive: {
                limit: number;
                sent: number;
            };
            contact: {
                id: string;
                name: string;
                openId: string;
            };
            /** @description All pending ones, earliest first. */
            deadlines: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @enum {string} */
                kind: "opening" | "offer" | "return" | "miss" | "close_missed" | "close_idle" | "close_bot_idle" | "window_closing" | "nudge" | "send_at" | "window" | "snooze";
            }[];
            /** @description Rises when priority or tags change or trouble is settled. `version` does not rise with these changes. */
            factsVersion: number;
            /** @description The group that it is for; null: all members of the brand. */
            group: {
                id: string;
                name: string;
            } | null;
            /** @description Why people have it; null while a bot has it, and if there never was one. */
            handover: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @description How the bot failed: `http_<status>`, `timeout`, `empty`, `invalid_answer`, `unreachable`, `moderated`, `too_many_parts`, `paused`. */
                detail?: string;
                /** @enum {string} */
                reason: "keyword" | "asked_by_bot" | "bot_failed" | "turns" | "no_places" | "voice" | "bot_removed" | "attended";
            } | null;
            id: string;
            /** @description The contact wrote last, and no reply has been accepted since. */
            isUnanswered: boolean;
            /** @description The caller has not seen the newest message that somebody else wrote. */
            isUnread: boolean;
            lastMessage: components["schemas"]["Message"] | null;
            /** @description With `q`: the newest message that contains the words; omitted if only the contact’s details contain them. For words that very many messages contain, and for a single character, only the newest 200 messages are searched. */
            match?: {
                messageId: string;
                /** @description Position in the contact’s transcript. */
                seq: number;
                /** @description The part of the text around the words, at most 180 characters, with `…` where the text continues. */
                text: string;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            missedAt: string | null;
            /** @description The earliest one, ignoring `offer`, `return`, `snooze`, `window_closing`, `nudge` and `send_at`, which are only in `deadlines`. */
            nextDeadline: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @enum {string} */
                kind: "opening" | "offer" | "return" | "miss" | "close_missed" | "close_idle" | "close_bot_idle" | "window_closing" | "nudge" | "send_at" | "window" | "snooze";
            } | null;
            /**
             * Format: date-time
             * @description The conversation’s own clock, which is ahead if it was fast-forwarded.
             * @example 2026-11-22T08:00:00.000Z
             */
            now: string;
            /** @description Who is asked to attend, and until when; others may still attend. null: nobody is asked now. */
            offer: {
                operator: {
                    id: string;
                    name: string;
                };
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                until: string;
            } | null;
            /** @description Who attends; in a completed conversation, who attended at the end. */
            operator: {
                id: string;
                name: string;
            } | null;
            priority: components["schemas"]["Priority"];
            /** @description null: the contact has not rated it. */
            rating: {
                /**
                 * Format: date-time
                 * @description Of the first tap; the contact may change it for an hour.
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                comment: string | null;
                /** @description The words of the choice, as the contact read them. */
                label: string;
                /** @description 1 to 5: the id of the choice. */
                score: number;
            } | null;
            /** @description The completed conversation that this one reopens. */
            reopenedFrom: string | null;
            /** @description The newest message that the caller has seen; 0: none. */
            seenSeq: number;
            /** @description How long it stays out of the lists; `reply`: until the contact writes. */
            snoozedUntil: string | "reply" | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            startedAt: string;
            /** @enum {string} */
            state: "bot" | "waiting" | "missed" | "active" | "completed";
            tags: string[];
            /** @description Messages of the last seven days that need attention. */
            trouble: {
                failed: number;
                held: number;
                unknown: number;
            };
            /** @description The contact’s messages since someone last attended or a reply was accepted. */
            unread: number;
            /** @description Sort key for `order=urgency`: the lowest comes first; equal ones are sorted by id. */
            urgency: number;
            /** @description Rises with every change: of two copies, the one with the higher version is right. */
            version: number;
            window: {
                /** @enum {string} */
                anchor: "conversation-start" | "last-inbound";
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                closesAt: string;
                open: boolean;
                /** @description The short window that an event opened, while it is open. */
                trigger: {
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    closesAt: string;
                    /** @enum {string} */
                    kind: "follow" | "scan" | "menu_tap" | "menu_message_tap" | "enter_session";
                    remaining: number;
                } | null;
            };
            workflow: {
                runId: string;
                /** @description The address in the Temporal UI; null if no Temporal UI is known (`TEMPORAL_UI_URL` unset, and no dev server). */
                url: string | null;
                workflowId: string;
            };
        };
        ConversationChange: {
            priority?: components["schemas"]["Priority"];
            /** @description At most 20; duplicates are removed. */
            tags?: string[];
        };
        ConversationCount: {
            count: number;
            /** @description `true`: there are more; counting stopped here. */
            isMore: boolean;
        };
        ConversationCounts: {
            all: components["schemas"]["ConversationCount"];
            /** @description Conversations that a bot has. */
            bot: {
                count: number;
                /** @description `true`: there are more; counting stopped here. */
                isMore: boolean;
            };
            completed: components["schemas"]["ConversationCount"];
            /** @description Conversations that the caller attends. */
            mine: {
                count: number;
                /** @description `true`: there are more; counting stopped here. */
                isMore: boolean;
            };
            missed: components["schemas"]["ConversationCount"];
            needsLook: components["schemas"]["ConversationCount"];
            waiting: components["schemas"]["ConversationCount"];
        };
        ConversationList: {
            items: components["schemas"]["Conversation"][];
            nextCursor: string | null;
        };
        ConversationSeen: {
            seq: number;
        };
        CreatedOperator: {
            /** @description Brands they are a member of. Administrators see all brands. */
            brandIds: string[];
            /** @description How many conversations they are offered at the same time; null: the brand’s default. */
            capacity: number | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            email: string;
            /** @description They have signed in by single sign-on. */
            hasIdentity: boolean;
            /** @description They enter a code with their password. */
            hasTwoFactor: boolean;
            id: string;
            /** @description Shown once; valid for 7 days. */
            invitationUrl?: string;
            isDisabled: boolean;
            mustChangePassword: boolean;
            name: string;
            /** @enum {string} */
            role: "operator" | "administrator";
            /** @enum {string} */
            status: "active" | "invited" | "disabled";
        };
        CreatedToken: {
            /** @description The brands that it is limited to; null: all that its operator sees. */
            brandIds: string[] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            expiresAt: string | null;
            id: string;
            /**
             * Format: date-time
             * @description Accurate to the minute.
             * @example 2026-11-22T08:00:00.000Z
             */
            lastUsedAt: string | null;
            name: string;
            operatorId: string;
            /** @description What it may do now. Of a token made without `scopes`: all that its operator may. */
            scopes: components["schemas"]["TokenScope"][];
            /** @description Shown once. Sent as `Authorization: Bearer …`. */
            secret: string;
        };
        Draft: {
            /** @description What was suggested to whoever attends; null for all others. */
            suggestion: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @description Who suggested it. */
                by: {
                    id: string;
                    name: string;
                    /** @description The name of the API token that suggested it; null: a person did. */
                    tool: string | null;
                };
                text: string;
            } | null;
            /** @description What the caller has written; null: nothing. */
            text: string | null;
        };
        ErasedContact: {
            /** @description Words and files are overwritten or deleted, except what is still under way. false: this goes on by itself; nobody is shown them any more in either case. */
            areWordsRemoved: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            erasedAt: string;
            id: string;
        };
        ErasedConversation: {
            abilities: {
                /** @description Asking the contact to rate it: once. */
                askRating: {
                    /** @enum {boolean} */
                    allowed: true;
                    remaining?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    until?: string;
                } | ({
                    /** @enum {boolean} */
                    allowed: false;
                    code: string;
                    limit?: number;
                    operator?: {
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
                    sent?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    since?: string;
                } & {
                    [key: string]: unknown;
                });
                attend: components["schemas"]["Ability"];
                complete: components["schemas"]["Ability"];
                decline: components["schemas"]["Ability"];
                handback: components["schemas"]["Ability"];
                hold: components["schemas"]["Ability"];
                note: components["schemas"]["Ability"];
                reopen: components["schemas"]["Ability"];
                reply: components["schemas"]["Ability"];
                snooze: components["schemas"]["Ability"];
                /** @description To an operator. */
                transfer: {
                    /** @enum {boolean} */
                    allowed: true;
                    remaining?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    until?: string;
                } | ({
                    /** @enum {boolean} */
                    allowed: false;
                    code: string;
                    limit?: number;
                    operator?: {
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
                    sent?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    since?: string;
                } & {
                    [key: string]: unknown;
                });
                /** @description To a group: also while nobody attends. */
                transferToGroup: {
                    /** @enum {boolean} */
                    allowed: true;
                    remaining?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    until?: string;
                } | ({
                    /** @enum {boolean} */
                    allowed: false;
                    code: string;
                    limit?: number;
                    operator?: {
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    reason?: "not_completed" | "not_completed_by_operator" | "too_long_ago" | "window_closed" | "still_sending" | "newer_conversation" | "contact_wrote" | "contact_left" | "contact_blocked" | "channel_closed";
                    sent?: number;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    since?: string;
                } & {
                    [key: string]: unknown;
                });
                typing: components["schemas"]["Ability"];
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            attendedAt: string | null;
            /** @description The bot that took part, also after a hand-over; null: none did. */
            bot: {
                id: string;
                /** @description It is being asked. */
                isThinking: boolean;
                kind: string | null;
                /** @description null: it is gone, and with it its name. */
                name: string | null;
                /** @description How many turns have begun. */
                turns: number;
            } | null;
            brandId: string;
            channelId: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            completedAt: string | null;
            /** @description Who completed it; null if no person did. */
            completedBy: {
                id: string;
                name: string;
            } | null;
            /** @enum {string|null} */
            completedReason: "operator" | "missed_timeout" | "idle_timeout" | "bot_ended" | "bot_idle_timeout" | "window_renewed" | "unsubscribed" | "channel_disabled" | "channel_deleted" | "contact_blocked" | "contact_erased" | null;
            consecutive: {
                limit: number;
                sent: number;
            };
            contact: {
                id: string;
                name: null;
                openId: null;
            };
            /** @description All pending ones, earliest first. */
            deadlines: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @enum {string} */
                kind: "opening" | "offer" | "return" | "miss" | "close_missed" | "close_idle" | "close_bot_idle" | "window_closing" | "nudge" | "send_at" | "window" | "snooze";
            }[];
            /** @description Rises when priority or tags change or trouble is settled. `version` does not rise with these changes. */
            factsVersion: number;
            /** @description The group that it is for; null: all members of the brand. */
            group: {
                id: string;
                name: string;
            } | null;
            /** @description Why people have it; null while a bot has it, and if there never was one. */
            handover: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @description How the bot failed: `http_<status>`, `timeout`, `empty`, `invalid_answer`, `unreachable`, `moderated`, `too_many_parts`, `paused`. */
                detail?: string;
                /** @enum {string} */
                reason: "keyword" | "asked_by_bot" | "bot_failed" | "turns" | "no_places" | "voice" | "bot_removed" | "attended";
            } | null;
            id: string;
            /** @description The contact wrote last, and no reply has been accepted since. */
            isUnanswered: boolean;
            /** @description The caller has not seen the newest message that somebody else wrote. */
            isUnread: boolean;
            lastMessage: null;
            /** @description With `q`: the newest message that contains the words; omitted if only the contact’s details contain them. For words that very many messages contain, and for a single character, only the newest 200 messages are searched. */
            match?: {
                messageId: string;
                /** @description Position in the contact’s transcript. */
                seq: number;
                /** @description The part of the text around the words, at most 180 characters, with `…` where the text continues. */
                text: string;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            missedAt: string | null;
            /** @description The earliest one, ignoring `offer`, `return`, `snooze`, `window_closing`, `nudge` and `send_at`, which are only in `deadlines`. */
            nextDeadline: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @enum {string} */
                kind: "opening" | "offer" | "return" | "miss" | "close_missed" | "close_idle" | "close_bot_idle" | "window_closing" | "nudge" | "send_at" | "window" | "snooze";
            } | null;
            /**
             * Format: date-time
             * @description The conversation’s own clock, which is ahead if it was fast-forwarded.
             * @example 2026-11-22T08:00:00.000Z
             */
            now: string;
            /** @description Who is asked to attend, and until when; others may still attend. null: nobody is asked now. */
            offer: {
                operator: {
                    id: string;
                    name: string;
                };
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                until: string;
            } | null;
            /** @description Who attends; in a completed conversation, who attended at the end. */
            operator: {
                id: string;
                name: string;
            } | null;
            priority: components["schemas"]["Priority"];
            /** @description null: the contact has not rated it. */
            rating: {
                /**
                 * Format: date-time
                 * @description Of the first tap; the contact may change it for an hour.
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                comment: string | null;
                /** @description The words of the choice, as the contact read them. */
                label: string;
                /** @description 1 to 5: the id of the choice. */
                score: number;
            } | null;
            /** @description The completed conversation that this one reopens. */
            reopenedFrom: string | null;
            /** @description The newest message that the caller has seen; 0: none. */
            seenSeq: number;
            /** @description How long it stays out of the lists; `reply`: until the contact writes. */
            snoozedUntil: string | "reply" | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            startedAt: string;
            /** @enum {string} */
            state: "bot" | "waiting" | "missed" | "active" | "completed";
            tags: string[];
            /** @description Messages of the last seven days that need attention. */
            trouble: {
                failed: number;
                held: number;
                unknown: number;
            };
            /** @description The contact’s messages since someone last attended or a reply was accepted. */
            unread: number;
            /** @description Sort key for `order=urgency`: the lowest comes first; equal ones are sorted by id. */
            urgency: number;
            /** @description Rises with every change: of two copies, the one with the higher version is right. */
            version: number;
            window: {
                /** @enum {string} */
                anchor: "conversation-start" | "last-inbound";
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                closesAt: string;
                open: boolean;
                /** @description The short window that an event opened, while it is open. */
                trigger: {
                    /**
                     * Format: date-time
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    closesAt: string;
                    /** @enum {string} */
                    kind: "follow" | "scan" | "menu_tap" | "menu_message_tap" | "enter_session";
                    remaining: number;
                } | null;
            };
            workflow: {
                runId: string;
                /** @description The address in the Temporal UI; null if no Temporal UI is known (`TEMPORAL_UI_URL` unset, and no dev server). */
                url: string | null;
                workflowId: string;
            };
        };
        ExportedConversation: {
            conversation: components["schemas"]["Conversation"];
            /** @description Oldest first, events included. */
            messages: components["schemas"]["Message"][];
        };
        GeneratedSecrets: {
            encodingAesKey: string;
            token: string;
        };
        Group: {
            brandId: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            id: string;
            name: string;
            operatorIds: string[];
        };
        GroupChange: {
            name?: string;
            /** @description Members of the brand; duplicates count once. */
            operatorIds?: string[];
        };
        GroupList: {
            items: components["schemas"]["Group"][];
            nextCursor: string | null;
        };
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        HeatmapCell: {
            hour: number;
            started: number;
            /** @description 1: Monday. */
            weekday: number;
        };
        HeatmapReport: {
            cells: components["schemas"]["HeatmapCell"][];
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            from: string;
            /** @enum {string} */
            hours: "all" | "open";
            timeZone: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            to: string;
        };
        ImportResult: {
            /** @description `false`: nothing was changed, because it is a dry run or because a line has an error. */
            applied: boolean;
            changed: number;
            created: number;
            dryRun: boolean;
            errors: number;
            /** @description Every line, in the order of the file. */
            items: {
                /** @enum {string} */
                code?: "invalid" | "wrong_columns" | "duplicate" | "taken" | "unknown_brand" | "unknown_contact" | "too_many_tags";
                detail?: string;
                /** @description The column that is wrong. */
                field?: string;
                /** @description What the line is about: a shortcut, an email address, an openid. */
                key: string;
                /** @description In the file; the header is line 1. */
                line: number;
                /** @enum {string} */
                status: "created" | "changed" | "unchanged" | "error";
            }[];
            unchanged: number;
        };
        Invitation: {
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            expiresAt: string;
            /** @description Shown once; valid for 7 days. */
            invitationUrl: string;
        };
        InvitationAcceptance: {
            /** @description 15 to 256 characters of any kind; passwords that are easy to guess are refused. */
            password: string;
            token: string;
        };
        InvitationToken: {
            token: string;
        };
        Invited: {
            email: string;
            name: string;
        };
        LaterAnswer: {
            /** @enum {boolean} */
            end?: true;
            handover?: {
                groupId?: string;
                note?: string;
            };
            messages?: (components["schemas"]["NewTextMessage"] | components["schemas"]["NewImageMessage"] | components["schemas"]["NewVoiceMessage"] | components["schemas"]["NewVideoMessage"] | components["schemas"]["NewMusicMessage"] | components["schemas"]["NewNewsMessage"] | components["schemas"]["NewMpnewsMessage"] | components["schemas"]["NewMpnewsArticleMessage"] | components["schemas"]["NewMenuMessage"] | components["schemas"]["NewLinkMessage"] | components["schemas"]["NewMiniProgramMessage"] | components["schemas"]["NewCardMessage"])[];
        };
        Login: {
            /** @description Of the authenticator app, or a recovery code; needed if the account has a second factor (401 `two_factor_required`). Each is accepted once. */
            code?: string;
            email: string;
            password: string;
        };
        LossEntry: {
            /** @description Conversations that nobody completed, in which the contact had written last. */
            endedWaiting: number;
            /** @description Messages that failed, by WeChat’s or our code. */
            failedByCode: {
                [key: string]: number;
            };
            /** @description Held replies that were sent, and those that never were. */
            held: {
                expired: number;
                released: number;
                releasedAfterSeconds: components["schemas"]["ReportDurations"];
            };
            /** @description Replies that were refused, by code. Repeats under one idempotency key count once. */
            refused: {
                consecutive_limit_reached: number;
                window_closed: number;
            };
            /**
             * Format: date-time
             * @description When the entry begins; the first and the last may be shorter than the others.
             * @example 2026-11-22T08:00:00.000Z
             */
            start: string;
            /** @description Messages of which WeChat did not say whether it took them. */
            unknown: {
                count: number;
                resent: number;
                resolvedAsSent: number;
            };
        };
        LossReport: {
            /** @enum {string} */
            bucket: "hour" | "day" | "week" | "month";
            byChannel: {
                channel: {
                    id: string;
                    name: string;
                };
                /** @description Conversations that nobody completed, in which the contact had written last. */
                endedWaiting: number;
                /** @description Messages that failed, by WeChat’s or our code. */
                failedByCode: {
                    [key: string]: number;
                };
                /** @description Held replies that were sent, and those that never were. */
                held: {
                    expired: number;
                    released: number;
                    releasedAfterSeconds: components["schemas"]["ReportDurations"];
                };
                /** @description Replies that were refused, by code. Repeats under one idempotency key count once. */
                refused: {
                    consecutive_limit_reached: number;
                    window_closed: number;
                };
                /** @description Messages of which WeChat did not say whether it took them. */
                unknown: {
                    count: number;
                    resent: number;
                    resolvedAsSent: number;
                };
            }[];
            byHour: {
                /** @description Conversations that nobody completed, in which the contact had written last. */
                endedWaiting: number;
                /** @description Messages that failed, by WeChat’s or our code. */
                failedByCode: {
                    [key: string]: number;
                };
                /** @description Held replies that were sent, and those that never were. */
                held: {
                    expired: number;
                    released: number;
                    releasedAfterSeconds: components["schemas"]["ReportDurations"];
                };
                hour: number;
                /** @description Replies that were refused, by code. Repeats under one idempotency key count once. */
                refused: {
                    consecutive_limit_reached: number;
                    window_closed: number;
                };
                /** @description Messages of which WeChat did not say whether it took them. */
                unknown: {
                    count: number;
                    resent: number;
                    resolvedAsSent: number;
                };
            }[];
            byOperator: {
                /** @description Conversations that nobody completed, in which the contact had written last. */
                endedWaiting: number;
                /** @description Messages that failed, by WeChat’s or our code. */
                failedByCode: {
                    [key: string]: number;
                };
                /** @description Held replies that were sent, and those that never were. */
                held: {
                    expired: number;
                    released: number;
                    releasedAfterSeconds: components["schemas"]["ReportDurations"];
                };
                /** @description null: no operator, e.g. a bot. */
                operator: {
                    id: string;
                    name: string;
                } | null;
                /** @description Replies that were refused, by code. Repeats under one idempotency key count once. */
                refused: {
                    consecutive_limit_reached: number;
                    window_closed: number;
                };
                /** @description Messages of which WeChat did not say whether it took them. */
                unknown: {
                    count: number;
                    resent: number;
                    resolvedAsSent: number;
                };
            }[];
            /** @description Conversations that nobody completed, in which the contact had written last. */
            endedWaiting: number;
            /** @description Messages that failed, by WeChat’s or our code. */
            failedByCode: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            from: string;
            /** @description Held replies that were sent, and those that never were. */
            held: {
                expired: number;
                released: number;
                releasedAfterSeconds: components["schemas"]["ReportDurations"];
            };
            /** @enum {string} */
            hours: "all" | "open";
            /** @description Replies that were refused, by code. Repeats under one idempotency key count once. */
            refused: {
                consecutive_limit_reached: number;
                window_closed: number;
            };
            sentences: components["schemas"]["LossSentence"][];
            series: components["schemas"]["LossEntry"][];
            timeZone: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            to: string;
            /** @description Messages of which WeChat did not say whether it took them. */
            unknown: {
                count: number;
                resent: number;
                resolvedAsSent: number;
            };
        };
        LossSentence: {
            /** @enum {string} */
            code: "after_window" | "scheduled_after_window" | "after_limit" | "held_released" | "held_expired" | "failed" | "unknown" | "ended_waiting" | "nothing_lost";
            /** @description The numbers and codes in it, e.g. `count`. */
            facts: {
                [key: string]: number | string;
            };
            /** @description In English. */
            text: string;
        };
        Macro: {
            /** @description For a shared macro: the brand that shares it; null: the whole desk, which only administrators may choose. If omitted for a shared macro: the caller’s only brand, or for an administrator the whole desk. */
            brandId: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            id: string;
            /** @description `false`: the caller’s own. */
            isShared: boolean;
            name: string;
            steps: components["schemas"]["MacroStep"][];
        };
        MacroChange: {
            /** @description For a shared macro: the brand that shares it; null: the whole desk, which only administrators may choose. If omitted for a shared macro: the caller’s only brand, or for an administrator the whole desk. */
            brandId?: string | null;
            isShared?: boolean;
            /** @description 1 to 60 characters. */
            name?: string;
            steps?: components["schemas"]["MacroStep"][];
        };
        MacroList: {
            items: components["schemas"]["Macro"][];
            nextCursor: string | null;
        };
        MacroRun: {
            conversation: components["schemas"]["Conversation"];
            /** @description All steps, each `done`. */
            steps: components["schemas"]["MacroStepResult"][];
        };
        MacroStep: components["schemas"]["ReplyStep"] | components["schemas"]["NoteStep"] | components["schemas"]["TagStep"] | components["schemas"]["PriorityStep"] | components["schemas"]["TransferStep"] | components["schemas"]["CompleteStep"] | components["schemas"]["SnoozeStep"];
        MacroStepResult: {
            /** @description The message or note that the step created. */
            messageId?: string;
            /**
             * @description `not_sent`: the message was accepted but has not left, or it is not known whether it arrived.
             * @enum {string}
             */
            status: "done" | "refused" | "not_sent" | "not_run";
            /** @enum {string} */
            type: "reply" | "note" | "tag" | "priority" | "transfer" | "complete" | "snooze";
        };
        Me: {
            /** @description The brands whose conversations they may see. */
            brandIds: string[];
            /** @description Only with a session: send it as X-CSRF-Token with every call that changes something. */
            csrfToken?: string;
            /** @description Present (and `true`) only if a simulator stands in for WeChat and `/demo` exists. */
            demo?: boolean;
            email: string;
            id: string;
            mustChangePassword: boolean;
            /** @description Their role needs a second factor; until they have one they may do nothing else. */
            mustSetUpTwoFactor: boolean;
            name: string;
            /** @enum {string} */
            role: "operator" | "administrator";
            /** @description Only with an API token: what it may do. Only its operator’s role limits a session. */
            scopes?: components["schemas"]["TokenScope"][];
        };
        Message: {
            /**
             * @description WeChat writes below this message of a bot that AI made it.
             * @enum {boolean}
             */
            aiLabel?: true;
            /** @description The file that was received or sent. */
            attachment?: {
                /** @description Determined from the content. null until the file is there. */
                contentType: string | null;
                /** @description For voice messages. */
                durationMs?: number;
                /** @description Why it is not there. `not_playable`: it is there, but only as a download. */
                error?: {
                    /** @enum {string} */
                    code: "gone" | "empty" | "wrong_kind" | "too_large" | "refused" | "untrusted_address" | "unreachable" | "no_media" | "not_playable" | "removed";
                    detail: string;
                };
                height?: number;
                id: string;
                /** @enum {string} */
                kind: "image" | "voice" | "video" | "file";
                name: string | null;
                /** @description What `?as=playable` returns: a format that browsers can play. */
                playable?: {
                    contentType: string;
                };
                /** @description Bytes. */
                size: number | null;
                /**
                 * @description `fetching`: not yet fetched from WeChat, retried automatically; `error` names the problem. `failed`: it could not be fetched; see `error`.
                 * @enum {string}
                 */
                status: "fetching" | "ready" | "failed";
                /** @description For pictures, in pixels. */
                width?: number;
            };
            /**
             * @description Of a scheduled message: the contact’s next message cancels it.
             * @enum {boolean}
             */
            cancelOnReply?: true;
            /**
             * Format: date-time
             * @description Of two copies of a message, the one with the later time is right.
             * @example 2026-11-22T08:00:00.000Z
             */
            changedAt: string;
            contactId: string;
            /** @description null: an event outside any conversation. */
            conversationId: string | null;
            /**
             * Format: date-time
             * @description This and `sentAt` use the contact’s clock, which differs from real time only in the demo.
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /** @enum {string} */
            direction: "inbound" | "outbound" | "event" | "note";
            /** @description Why it failed. For a queued message: why it waits, because WeChat refuses the channel itself. */
            error?: {
                /** @enum {string} */
                code: "window_closed" | "consecutive_limit_reached" | "contact_unreachable" | "wechat_refused" | "wechat_busy" | "channel_misconfigured" | "conversation_completed" | "unavailable" | "not_accepted" | "handed_over" | "not_asked_for" | "contact_replied";
                /** @description What the error means and what to do about it. */
                detail: string;
                meaning?: components["schemas"]["WeChatMeaning"];
                /** @description WeChat’s id of the call. WeChat’s Developer Platform shows the details for seven days. */
                rid?: string;
                /** @description WeChat’s errcode, if WeChat refused it. */
                wechatCode?: number;
                /** @description WeChat’s own message, without secrets. */
                wechatMessage?: string;
            };
            /**
             * @description Of a held one: `blocked` by the window or the limit, or what else it waits for.
             * @enum {string}
             */
            holdReason?: "blocked" | "bot_remainder" | "scheduled";
            id: string;
            /**
             * @description It was delayed: something that is newer by WeChat’s own time was filed before it.
             * @enum {boolean}
             */
            late?: true;
            /**
             * @description For a failed or unknown message: it was sent again or noted, and needs no more attention.
             * @enum {boolean}
             */
            resolved?: true;
            /**
             * Format: date-time
             * @description It is not sent before this time.
             * @example 2026-11-22T08:00:00.000Z
             */
            sendAt?: string;
            sender: {
                id?: string;
                /** @enum {string} */
                kind: "contact" | "operator" | "bot" | "system";
                name?: string;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            sentAt?: string;
            /** @description Position in the contact’s transcript; null for a moment after it was accepted. */
            seq: number | null;
            /**
             * @description null unless outbound.
             * @enum {string|null}
             */
            status: "queued" | "held" | "sending" | "sent" | "failed" | "unknown" | "cancelled" | null;
            /**
             * @description The message as one line of English, at most 200 characters. The details are in the other fields.
             * @example Location: Haizhu, 23.13, 113.35
             */
            summary: string;
            text?: string;
            /** @example text */
            type: string;
            /**
             * Format: date-time
             * @description WeChat’s `CreateTime`, for information only.
             * @example 2026-11-22T08:00:00.000Z
             */
            wechatCreatedAt?: string;
            /** @enum {string} */
            whenBlocked?: "reject" | "hold";
            /**
             * @description Its words were removed: their time is over, or its contact was erased. Only facts are left.
             * @enum {boolean}
             */
            wordsRemoved?: true;
        } & {
            [key: string]: unknown;
        };
        MessageList: {
            items: components["schemas"]["Message"][];
            nextCursor: string | null;
        };
        MessageResolution: {
            /**
             * @description `resend`: it is sent again as a new message. `noted`: it stays as it is and needs no more attention; also for a failed message.
             * @enum {string}
             */
            as: "sent" | "resend" | "noted";
        };
        NewAttachment: {
            /**
             * Format: binary
             * @description jpeg, png; mp3, amr; mp4.
             */
            file: string;
        };
        NewBot: components["schemas"]["NewOpenAiBot"] | components["schemas"]["NewDifyBot"] | components["schemas"]["NewWebhookBot"] | components["schemas"]["NewSalesiqBot"] | components["schemas"]["NewRulesBot"];
        NewCannedReply: {
            brandId: string | null;
            /** @description 1 to 40 characters. */
            folder?: string | null;
            /** @description 1 to 32 characters. */
            shortcut: string;
            /** @description May contain `{{contact.name}}`, `{{operator.name}}`, `{{brand.name}}`, `{{channel.name}}`, `{{conversation.id}}`. */
            text: string;
        };
        /**
         * @example {
         *       "type": "wxcard",
         *       "cardId": "card-id"
         *     }
         */
        NewCardMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            cardId: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "wxcard";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        NewChannel: {
            appId?: string;
            appSecret?: string;
            brandId: string;
            encodingAesKey?: string;
            /** @enum {string} */
            encryption?: "plain" | "compatible" | "safe";
            ipAllowlistConfirmed?: boolean;
            /**
             * @description `mini_program`: the customer service of a mini program. Chosen when the channel is added, and never changed.
             * @default official_account
             * @enum {string}
             */
            kind?: "official_account" | "mini_program";
            name: string;
            originalId?: string;
            settings?: components["schemas"]["ChannelSettingsChange"];
            token?: string;
        };
        NewDifyBot: {
            /** @description Whether WeChat marks its messages as made by AI. By default for `openai` and `dify`. */
            aiLabel?: boolean;
            /** @description Written, never shown. */
            apiKey: string;
            /**
             * Format: uri
             * @description By https on the public internet, or what `EGRESS_ALLOW` names.
             */
            baseUrl: string;
            brandId: string;
            /**
             * @description Variables of the app.
             * @default {}
             */
            inputs?: {
                [key: string]: string;
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dify";
            name: string;
        };
        NewDraft: {
            /** @description At most 16384 bytes in UTF-8; empty: there is none any more. */
            text: "" | string;
        };
        NewGroup: {
            brandId: string;
            /** @description Unique within the brand; case makes no difference. */
            name: string;
            /**
             * @description Members of the brand; duplicates count once.
             * @default []
             */
            operatorIds?: string[];
        };
        /**
         * @example {
         *       "type": "image",
         *       "attachmentId": "a1"
         *     }
         */
        NewImageMessage: {
            /** @description The `id` that POST /attachments returned. */
            attachmentId: string;
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "image";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        /**
         * @example {
         *       "type": "link",
         *       "title": "The spring harvest",
         *       "description": "Five new teas",
         *       "url": "https://example.com/spring",
         *       "thumbUrl": "https://example.com/spring.jpg"
         *     }
         */
        NewLinkMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            description: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /** Format: uri */
            thumbUrl: string;
            title: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "link";
            /** Format: uri */
            url: string;
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        NewMacro: {
            /** @description For a shared macro: the brand that shares it; null: the whole desk, which only administrators may choose. If omitted for a shared macro: the caller’s only brand, or for an administrator the whole desk. */
            brandId?: string | null;
            isShared: boolean;
            /** @description 1 to 60 characters. */
            name: string;
            steps: components["schemas"]["MacroStep"][];
        };
        NewMacroRun: {
            macroId: string;
        };
        /**
         * @example {
         *       "type": "msgmenu",
         *       "head": "How can we help?",
         *       "items": [
         *         {
         *           "id": "1",
         *           "text": "Orders"
         *         },
         *         {
         *           "id": "2",
         *           "text": "Returns"
         *         }
         *       ],
         *       "tail": "Tap a line, or write to us."
         *     }
         */
        NewMenuMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            /** @description 1 to 1024 bytes in UTF-8. */
            head?: string;
            items: {
                /** @description Returned when the contact taps the item. Digits only: WeChat returns 0 for anything else. */
                id: string;
                /** @description 1 to 256 bytes in UTF-8. */
                text: string;
            }[];
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /** @description 1 to 1024 bytes in UTF-8. */
            tail?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "msgmenu";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        NewMessage: components["schemas"]["NewTextMessage"] | components["schemas"]["NewImageMessage"] | components["schemas"]["NewVoiceMessage"] | components["schemas"]["NewVideoMessage"] | components["schemas"]["NewMusicMessage"] | components["schemas"]["NewNewsMessage"] | components["schemas"]["NewMpnewsMessage"] | components["schemas"]["NewMpnewsArticleMessage"] | components["schemas"]["NewMenuMessage"] | components["schemas"]["NewLinkMessage"] | components["schemas"]["NewMiniProgramMessage"] | components["schemas"]["NewCardMessage"];
        /**
         * @example {
         *       "type": "miniprogrampage",
         *       "title": "The shop",
         *       "appId": "wx0123456789abcdef",
         *       "pagePath": "pages/shop?id=7",
         *       "thumbAttachmentId": "a5"
         *     }
         */
        NewMiniProgramMessage: {
            /** @description Needed by an Official Account. A mini program sends its own pages and must leave it out. */
            appId?: string;
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            pagePath: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /** @description The `id` that POST /attachments returned. */
            thumbAttachmentId: string;
            title: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "miniprogrampage";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        /**
         * @example {
         *       "type": "mpnewsarticle",
         *       "articleId": "article-id"
         *     }
         */
        NewMpnewsArticleMessage: {
            articleId: string;
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mpnewsarticle";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        /**
         * @example {
         *       "type": "mpnews",
         *       "mediaId": "media-id"
         *     }
         */
        NewMpnewsMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            mediaId: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mpnews";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        /**
         * @example {
         *       "type": "music",
         *       "musicUrl": "https://example.com/rain.mp3",
         *       "hqMusicUrl": "https://example.com/rain-hq.mp3",
         *       "thumbAttachmentId": "a4",
         *       "title": "Rain"
         *     }
         */
        NewMusicMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            description?: string;
            /** Format: uri */
            hqMusicUrl: string;
            /** Format: uri */
            musicUrl: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /** @description The `id` that POST /attachments returned. */
            thumbAttachmentId: string;
            title?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "music";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        /**
         * @example {
         *       "type": "news",
         *       "title": "The spring harvest",
         *       "url": "https://example.com/spring",
         *       "description": "Five new teas",
         *       "pictureUrl": "https://example.com/spring.jpg"
         *     }
         */
        NewNewsMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            description?: string;
            /** Format: uri */
            pictureUrl?: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            title: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "news";
            /** Format: uri */
            url: string;
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        NewNote: {
            /** @description Operators of the conversation’s brand to alert. */
            mentions?: string[];
            text: string;
        };
        NewOpenAiBot: {
            /** @description Whether WeChat marks its messages as made by AI. By default for `openai` and `dify`. */
            aiLabel?: boolean;
            /**
             * @description Written, never shown.
             * @default null
             */
            apiKey?: string | null;
            /**
             * Format: uri
             * @description By https on the public internet, or what `EGRESS_ALLOW` names.
             */
            baseUrl: string;
            brandId: string;
            /** @default 12 */
            historyMessages?: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "openai";
            model: string;
            name: string;
            /** @default  */
            systemPrompt?: string;
            /** @default null */
            temperature?: number | null;
            /**
             * @description Has voice messages written down; null: they are handed over.
             * @default null
             */
            transcription?: {
                /**
                 * @description Written, never shown.
                 * @default null
                 */
                apiKey?: string | null;
                /**
                 * Format: uri
                 * @description By https on the public internet, or what `EGRESS_ALLOW` names.
                 */
                baseUrl: string;
                model: string;
            } | null;
            /**
             * @description Whether it is shown the contact’s pictures.
             * @default false
             */
            vision?: boolean;
        };
        NewOperator: {
            /** @default [] */
            brandIds?: string[];
            /** Format: email */
            email: string;
            name: string;
            /** @description If omitted, an invitation link is returned. */
            password?: string;
            /**
             * @default operator
             * @enum {string}
             */
            role?: "operator" | "administrator";
        };
        NewQrCode: {
            expiresInSeconds: number;
            /** @description Sent instead of the channel’s own greeting. */
            greeting?: string | null;
            /** @description A group of the channel’s brand, for conversations of contacts who scanned it last; null: the channel’s. */
            groupId?: string | null;
            /** @enum {string} */
            kind: "temporary";
            name: string;
            /** @description 1 to 64 characters. */
            scene: string;
        } | {
            /** @description Sent instead of the channel’s own greeting. */
            greeting?: string | null;
            /** @description A group of the channel’s brand, for conversations of contacts who scanned it last; null: the channel’s. */
            groupId?: string | null;
            /** @enum {string} */
            kind: "permanent";
            name: string;
            /** @description 1 to 64 characters. */
            scene: string;
        };
        NewRulesBot: {
            /** @description Whether WeChat marks its messages as made by AI. By default for `openai` and `dify`. */
            aiLabel?: boolean;
            brandId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rules";
            name: string;
            rules: components["schemas"]["Rule"][];
        };
        NewSalesiqBot: {
            /** @description Whether WeChat marks its messages as made by AI. By default for `openai` and `dify`. */
            aiLabel?: boolean;
            brandId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "salesiq";
            name: string;
            /**
             * Format: uri
             * @description By https on the public internet, or what `EGRESS_ALLOW` names.
             */
            url: string;
        };
        /**
         * @example {
         *       "type": "text",
         *       "text": "Your tea is on its way."
         *     }
         */
        NewTextMessage: {
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /** @description 1 to 2048 bytes in UTF-8. */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        NewToken: {
            /** @description Limits it to some of its operator’s brands; null or omitted: all that they see. */
            brandIds?: string[] | null;
            /**
             * Format: date-time
             * @description null or omitted: never.
             * @example 2026-11-22T08:00:00.000Z
             */
            expiresAt?: string | null;
            /** @description Instead of `expiresAt`. */
            expiresInDays?: number;
            name: string;
            /** @description Whose token it is; if omitted, the caller’s own. */
            operatorId?: string;
            /**
             * @deprecated
             * @description Before `scopes`: `read` is `["read"]`, `write` is `scopes` omitted.
             * @enum {string}
             */
            scope?: "read" | "write";
            /** @description Each that is needed; `admin` only for an administrator’s token, and not with `brandIds`. If omitted: all that its operator may, with `brandIds` all but `admin`. */
            scopes?: components["schemas"]["TokenScope"][];
        };
        /**
         * @example {
         *       "type": "video",
         *       "attachmentId": "a3",
         *       "title": "How to brew it",
         *       "description": "In two minutes"
         *     }
         */
        NewVideoMessage: {
            /** @description The `id` that POST /attachments returned. */
            attachmentId: string;
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            description?: string;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /** @description The `id` that POST /attachments returned. */
            thumbAttachmentId?: string;
            title?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "video";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        /**
         * @example {
         *       "type": "voice",
         *       "attachmentId": "a2"
         *     }
         */
        NewVoiceMessage: {
            /** @description The `id` that POST /attachments returned. */
            attachmentId: string;
            /** @description Of a scheduled message: the contact’s next message cancels it. */
            cancelOnReply?: boolean;
            /**
             * Format: date-time
             * @description Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.
             */
            sendAt?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "voice";
            /**
             * @description `hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.
             * @default reject
             * @enum {string}
             */
            whenBlocked?: "reject" | "hold";
        };
        NewWebhook: {
            /**
             * @description Whose events; null: those of all brands.
             * @default null
             */
            brandIds?: string[] | null;
            /**
             * @description Of these channels only; null: of all.
             * @default null
             */
            channelIds?: string[] | null;
            /** @default  */
            description?: string;
            /**
             * @description `["*"]`: all, also those of later releases.
             * @example [
             *       "message.received",
             *       "conversation.completed"
             *     ]
             */
            events: [
                "*"
            ] | ("conversation.started" | "conversation.waiting" | "conversation.missed" | "conversation.attended" | "conversation.returned" | "conversation.transferred" | "conversation.handed_over" | "conversation.completed" | "conversation.rated" | "conversation.window_closing" | "conversation.window_closed" | "conversation.limit_reached" | "message.received" | "message.sent" | "message.failed" | "message.unknown" | "message.held" | "message.released" | "message.cancelled" | "note.added" | "contact.created" | "contact.updated" | "contact.followed" | "contact.unfollowed" | "contact.scanned" | "contact.blocked" | "contact.erased" | "channel.unhealthy" | "channel.healthy" | "webhook.test")[];
            /**
             * @description `salesiq`: in the form of SalesIQ’s webhooks.
             * @default native
             * @enum {string}
             */
            format?: "native" | "salesiq";
            /**
             * @description Enabled again, it is told of what happens from now on; the rest can be replayed.
             * @default true
             */
            isEnabled?: boolean;
            /**
             * Format: uri
             * @description By https on the public internet, or what `EGRESS_ALLOW` names.
             */
            url: string;
        };
        NewWebhookBot: {
            /** @description Whether WeChat marks its messages as made by AI. By default for `openai` and `dify`. */
            aiLabel?: boolean;
            brandId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "webhook";
            name: string;
            /** @description Written, never shown: of Standard Webhooks. */
            secret: string;
            /**
             * Format: uri
             * @description By https on the public internet, or what `EGRESS_ALLOW` names.
             */
            url: string;
        };
        NextHoursChange: {
            /**
             * Format: date-time
             * @description null while it is closed, and if it never closes.
             * @example 2026-11-22T08:00:00.000Z
             */
            closesAt: string | null;
            isOpen: boolean;
            /**
             * Format: date-time
             * @description null while it is open, and if it never opens.
             * @example 2026-11-22T08:00:00.000Z
             */
            opensAt: string | null;
        };
        NoteStep: {
            /** @description May contain `{{contact.name}}`, `{{operator.name}}`, `{{brand.name}}`, `{{channel.name}}`, `{{conversation.id}}`. */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "note";
        };
        /**
         * @description Start and end as HH:MM. An end before the start is one of the next day.
         * @example [
         *       "09:00",
         *       "18:00"
         *     ]
         */
        OpeningPeriod: [
            string,
            string
        ];
        Operator: {
            /** @description Brands they are a member of. Administrators see all brands. */
            brandIds: string[];
            /** @description How many conversations they are offered at the same time; null: the brand’s default. */
            capacity: number | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            email: string;
            /** @description They have signed in by single sign-on. */
            hasIdentity: boolean;
            /** @description They enter a code with their password. */
            hasTwoFactor: boolean;
            id: string;
            isDisabled: boolean;
            mustChangePassword: boolean;
            name: string;
            /** @enum {string} */
            role: "operator" | "administrator";
            /** @enum {string} */
            status: "active" | "invited" | "disabled";
        };
        OperatorChange: {
            brandIds?: string[];
            /** @description How many conversations they are offered at the same time; null: the brand’s default. They may always take more by hand. */
            capacity?: number | null;
            /** Format: email */
            email?: string;
            /** @description `true` signs the operator out at once; conversations that they attend go back to waiting. */
            isDisabled?: boolean;
            name?: string;
            /** @description 15 to 256 characters of any kind; passwords that are easy to guess are refused. */
            password?: string;
            /** @enum {string} */
            role?: "operator" | "administrator";
        };
        OperatorList: {
            items: components["schemas"]["Operator"][];
            nextCursor: string | null;
        };
        OperatorReport: {
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            from: string;
            /** @enum {string} */
            hours: "all" | "open";
            items: components["schemas"]["OperatorReportItem"][];
            timeZone: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            to: string;
        };
        OperatorReportItem: {
            /** @description Time in which the operator attended at least one conversation. */
            activeSeconds: number;
            attended: number;
            completed: number;
            firstResponseSeconds: components["schemas"]["ReportDurations"];
            handlingSeconds: components["schemas"]["ReportDurations"];
            /** @description How many conversations at once, on average over `activeSeconds`. */
            load: number | null;
            messagesOut: number;
            operator: {
                id: string;
                name: string;
            };
            rating: components["schemas"]["ReportRatings"];
            returned: number;
            waitingSeconds: components["schemas"]["ReportDurations"];
        };
        PasswordChange: {
            currentPassword: string;
            /** @description 15 to 256 characters of any kind; passwords that are easy to guess are refused. */
            newPassword: string;
        };
        Presence: {
            /** @enum {string} */
            state: "viewing" | "typing" | "gone";
        };
        PresentPeople: {
            others: {
                operator: {
                    id: string;
                    name: string;
                };
                /** @enum {string} */
                state: "viewing" | "typing" | "gone";
            }[];
        };
        /** @enum {string} */
        Priority: "low" | "normal" | "high" | "urgent";
        PriorityStep: {
            priority: components["schemas"]["Priority"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "priority";
        };
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "The messaging window is closed",
         *       "status": 409,
         *       "detail": "The messaging window is closed, so nothing may be sent.",
         *       "code": "window_closed",
         *       "since": "2026-11-22T08:00:00.000Z"
         *     }
         */
        Problem: {
            /** @enum {string} */
            code: "invalid_request" | "unauthenticated" | "two_factor_required" | "forbidden" | "insufficient_scope" | "password_change_required" | "two_factor_setup_required" | "not_found" | "kind_not_supported" | "conversation_completed" | "attended_by_other" | "not_attended" | "window_closed" | "consecutive_limit_reached" | "too_many_held" | "not_reopenable" | "no_bot" | "already_asked" | "not_offered" | "not_owner" | "reply_url_used" | "not_cancellable" | "idempotency_key_reused" | "conflict" | "legal_hold" | "delivery_refused" | "wechat_refused" | "payload_too_large" | "attachment_too_large" | "unsupported_media_type" | "attachment_type_not_supported" | "too_many_requests" | "internal" | "unavailable";
            detail: string;
            errors?: {
                message: string;
                /** @description The field, e.g. `settings.ringTimeSeconds`. */
                path: string;
            }[];
            /** @description Search the log for it. */
            requestId?: string;
            status: number;
            title: string;
            /** @description `about:blank`, or an address that explains the code. */
            type: string;
        } & {
            [key: string]: unknown;
        };
        PushKey: {
            publicKey: string;
        };
        /** @description What `PushSubscription.toJSON()` returns in the browser, and the kinds of alerts to send there. */
        PushSubscription: {
            /**
             * Format: uri
             * @description https, on the public internet.
             */
            endpoint: string;
            /** @description Not used. */
            expirationTime?: number | null;
            keys: {
                auth: string;
                p256dh: string;
            };
            /** @description If omitted: all of them. */
            kinds?: ("mention" | "transfer" | "new_message" | "window_closing" | "returned" | "rating_comment")[];
        };
        PushSubscriptionEnd: {
            /** Format: uri */
            endpoint: string;
        };
        QrCode: {
            channelId: string;
            /** @description Contacts whose first visit came from this code. */
            contactCount: number;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            expiresAt: string | null;
            /** @description The lifetime that was asked for; null: permanent. */
            expiresInSeconds: number | null;
            /** @description null: the channel’s own greeting. */
            greeting: string | null;
            /** @description The group for conversations of contacts who scanned it last; null: the channel’s. */
            groupId: string | null;
            id: string;
            /** @description Scans no longer reach the account; renew it. */
            isExpired: boolean;
            /** @enum {string} */
            kind: "temporary" | "permanent";
            name: string;
            scene: string;
            /** @description WeChat’s ticket for the code. */
            ticket: string;
            /** @description The address that the picture encodes. */
            url: string;
        };
        QrCodeChange: {
            /** @description 1 to 2048 bytes in UTF-8. */
            greeting?: string | null;
            /** @description A group of the channel’s brand, for conversations of contacts who scanned it last; null: the channel’s. */
            groupId?: string | null;
            name?: string;
        };
        QrCodeList: {
            items: components["schemas"]["QrCode"][];
            nextCursor: string | null;
        };
        Queue: {
            items: components["schemas"]["QueueItem"][];
            nextCursor: string | null;
            /** @description Who may be offered these conversations, on every page: enabled members of the brands, or of the group. At most 1,000. */
            operators: components["schemas"]["QueueOperator"][];
        };
        QueueItem: {
            /** @description Operators who declined it or let an offer run out in this round, oldest first. When all have been asked, a new round begins. */
            asked: string[];
            conversation: components["schemas"]["Conversation"];
            /** @description Who is asked to attend, and until when; others may still attend. null: nobody is asked now. */
            offer: {
                operator: {
                    id: string;
                    name: string;
                };
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                until: string;
            } | null;
            /** @description Its place in this list, over all pages; the next one is 1. */
            position: number;
            /**
             * Format: date-time
             * @description Since when the contact waits.
             * @example 2026-11-22T08:00:00.000Z
             */
            since: string;
        };
        QueueOperator: {
            /** @description How many conversations they attend now. */
            active: number;
            /** @description How many they are offered at the same time: their own limit, or the default of the brand that was asked about, or, without one, the highest default of their brands. null: no limit. */
            capacity: number | null;
            /** @description An event stream of theirs is open, or was less than 60 s ago. */
            isConnected: boolean;
            operator: {
                id: string;
                name: string;
            };
            status: components["schemas"]["AvailabilityStatus"];
        };
        ReachEntry: {
            /** @description Follows, also of contacts who followed before. */
            followed: number;
            /** @description Scans of QR codes with a scene. */
            scans: number;
            /**
             * Format: date-time
             * @description When the entry begins; the first and the last may be shorter than the others.
             * @example 2026-11-22T08:00:00.000Z
             */
            start: string;
            /** @description Conversations by what they began with. */
            startedBySource: {
                [key: string]: number;
            };
            unfollowed: number;
        };
        ReachQrCode: {
            channelId: string;
            qrCode: {
                id: string;
                name: string;
            };
            scans: number;
        };
        ReachReport: {
            /** @enum {string} */
            bucket: "hour" | "day" | "week" | "month";
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            from: string;
            /** @enum {string} */
            hours: "all" | "open";
            qrCodes: components["schemas"]["ReachQrCode"][];
            series: components["schemas"]["ReachEntry"][];
            timeZone: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            to: string;
            totals: {
                /** @description Follows, also of contacts who followed before. */
                followed: number;
                /** @description Contacts known to this desk who follow now, whatever the period. */
                followersNow: number;
                /** @description Scans of QR codes with a scene. */
                scans: number;
                /** @description Conversations by what they began with. */
                startedBySource: {
                    [key: string]: number;
                };
                unfollowed: number;
            };
        };
        Readiness: {
            checks: {
                /** @description What is wrong, and what to do. */
                detail?: string;
                name: string;
                ok: boolean;
            }[];
            /**
             * @description `degraded`: messages are accepted, but something else is wrong; `checks` says what.
             * @enum {string}
             */
            status: "ready" | "degraded";
        };
        RecoveryCodes: {
            /** @description Shown once. Each takes the place of a code, once. */
            recoveryCodes: string[];
        };
        RejectedDelivery: {
            channelId: string;
            /** @description How many times WeChat has delivered it (at most three). */
            deliveries: number;
            id: string;
            /**
             * @description Why it could not be accepted, as a stable code; never part of what was sent.
             * @example doubled_field
             */
            reason: string;
            /**
             * Format: date-time
             * @description When it first arrived.
             * @example 2026-11-22T08:00:00.000Z
             */
            receivedAt: string;
            /** @description Size of the stored body in bytes, decrypted if that was possible. */
            size: number;
        };
        RejectedDeliveryList: {
            items: components["schemas"]["RejectedDelivery"][];
            nextCursor: string | null;
        };
        RejectedDeliveryRetry: {
            id: string;
            /**
             * @description `repeat`: it had already been accepted when WeChat delivered it again.
             * @enum {string}
             */
            outcome: "taken" | "repeat";
        };
        RenderedCannedReply: {
            /** @description Variables that have no value here. If the contact has no name, `{{contact.name}}` becomes the word for “customer” in the text’s language. */
            missing: ("contact.name" | "operator.name" | "brand.name" | "channel.name" | "conversation.id")[];
            text: string;
        };
        ReplyStep: {
            /** @description May contain `{{contact.name}}`, `{{operator.name}}`, `{{brand.name}}`, `{{channel.name}}`, `{{conversation.id}}`. */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reply";
        };
        ReportConversation: {
            /**
             * Format: date-time
             * @description When it was counted.
             * @example 2026-11-22T08:00:00.000Z
             */
            at: string;
            channelId: string;
            contact: {
                id: string;
                name: string;
            };
            id: string;
            operator: {
                id: string;
                name: string;
            } | null;
            /** @enum {string} */
            state: "bot" | "waiting" | "missed" | "active" | "completed";
        };
        ReportConversationList: {
            items: components["schemas"]["ReportConversation"][];
            nextCursor: string | null;
        };
        /** @description In seconds, null if there were none. `median` and `p90` by nearest rank: values that occurred. */
        ReportDurations: {
            count: number;
            mean: number | null;
            median: number | null;
            p90: number | null;
        };
        ReportEntry: {
            attended: number;
            /** @description Completed without a person. */
            botOnly: number;
            /** @description By `completedReason`. */
            completedByReason: {
                [key: string]: number;
            };
            firstResponseSeconds: components["schemas"]["ReportDurations"];
            handlingSeconds: components["schemas"]["ReportDurations"];
            /** @description By the reason of `handover`. */
            handoversByReason: {
                [key: string]: number;
            };
            messagesIn: number;
            messagesOut: number;
            missed: number;
            missedThenAttended: number;
            rating: components["schemas"]["ReportRatings"];
            returned: number;
            /**
             * Format: date-time
             * @description When the entry begins; the first and the last may be shorter than the others.
             * @example 2026-11-22T08:00:00.000Z
             */
            start: string;
            started: number;
            waitingSeconds: components["schemas"]["ReportDurations"];
        };
        ReportRatings: {
            count: number;
            mean: number | null;
        };
        ReportTotals: {
            attended: number;
            /** @description Completed without a person. */
            botOnly: number;
            /** @description By `completedReason`. */
            completedByReason: {
                [key: string]: number;
            };
            firstResponseSeconds: components["schemas"]["ReportDurations"];
            handlingSeconds: components["schemas"]["ReportDurations"];
            /** @description By the reason of `handover`. */
            handoversByReason: {
                [key: string]: number;
            };
            messagesIn: number;
            messagesOut: number;
            missed: number;
            missedThenAttended: number;
            /** @description Conversations that are open now, by state, whatever the period. */
            openNow: {
                [key: string]: number;
            };
            rating: components["schemas"]["ReportRatings"];
            returned: number;
            started: number;
            waitingSeconds: components["schemas"]["ReportDurations"];
        };
        RetentionRun: {
            /** @description Contacts who unfollowed and are erased, in channels with `eraseOnUnfollow`. */
            contacts: number;
            /** @description Conversations that are over for long enough. */
            conversations: number;
            dryRun: boolean;
            files: number;
            /** @description `false`: it is still running, and goes on; the figures are not known yet, and 0. */
            finished: boolean;
            /** @description Messages, notes and events whose words are removed. */
            messages: number;
        };
        RetentionRunRequest: {
            /**
             * @description `true`: nothing is removed; the answer says what would be.
             * @default false
             */
            dryRun?: boolean;
        };
        Routing: {
            /** @description Whoever gets an offer attends at once, without being asked. */
            autoAttend: boolean;
            /** @description How many conversations an operator without a capacity of their own is offered at the same time; null: no limit. */
            defaultCapacity: number | null;
            /**
             * @description `ring_all`: everyone is rung and the first to attend gets the conversation. `offer`: one available operator after the other is asked.
             * @enum {string}
             */
            mode: "ring_all" | "offer";
            /** @description How long an offer stands. */
            offerSeconds: number;
            /**
             * @description Whom an offer goes to. `balanced`: who has the fewest active conversations; `round_robin`: who has been without an offer longest.
             * @enum {string}
             */
            order: "balanced" | "round_robin";
            /** @description The operator who attended the contact last is asked first. */
            preferLastOperator: boolean;
            /** @description A conversation whose contact has waited this long for an answer goes back to the queue; null: never. */
            returnAfterSeconds: number | null;
            /** @description Conversations missed longer ago than this are not offered by themselves; null: all are. */
            skipOlderThanHours: number | null;
        };
        RoutingChange: {
            /** @description Whoever gets an offer attends at once, without being asked. */
            autoAttend?: boolean;
            /** @description How many conversations an operator without a capacity of their own is offered at the same time; null: no limit. */
            defaultCapacity?: number | null;
            /**
             * @description `ring_all`: everyone is rung and the first to attend gets the conversation. `offer`: one available operator after the other is asked.
             * @enum {string}
             */
            mode?: "ring_all" | "offer";
            /** @description How long an offer stands. */
            offerSeconds?: number;
            /**
             * @description Whom an offer goes to. `balanced`: who has the fewest active conversations; `round_robin`: who has been without an offer longest.
             * @enum {string}
             */
            order?: "balanced" | "round_robin";
            /** @description The operator who attended the contact last is asked first. */
            preferLastOperator?: boolean;
            /** @description A conversation whose contact has waited this long for an answer goes back to the queue; null: never. */
            returnAfterSeconds?: number | null;
            /** @description Conversations missed longer ago than this are not offered by themselves; null: all are. */
            skipOlderThanHours?: number | null;
        };
        Rule: {
            /** @description With `handover`: the group of the bot’s brand that is asked; left out: for whom the conversation is already. */
            groupId?: string;
            id: string;
            reply: components["schemas"]["RuleReply"][];
            /** @enum {string} */
            then: "stay" | "handover" | "end";
            when: components["schemas"]["RuleCondition"];
        };
        /** @description `keywords`, `menuId` and `any` are about the message: one is enough. `first` and `outOfHours` are about the moment: all must hold. */
        RuleCondition: {
            any?: boolean;
            first?: boolean;
            keywords?: {
                /** @enum {string} */
                match: "equals" | "contains";
                /** @description 1 to 100 characters. */
                text: string;
            }[];
            menuId?: string;
            outOfHours?: boolean;
        };
        RuleReply: {
            /** @description 1 to 2048 bytes in UTF-8. */
            text: string;
            /** @enum {string} */
            type: "text";
        } | {
            attachmentId: string;
            /** @enum {string} */
            type: "image";
        } | {
            description?: string;
            /** Format: uri */
            pictureUrl?: string;
            title: string;
            /** @enum {string} */
            type: "news";
            /** Format: uri */
            url: string;
        } | {
            /** @description 1 to 1024 bytes in UTF-8. */
            head?: string;
            items: {
                id: string;
                /** @description 1 to 256 bytes in UTF-8. */
                text: string;
            }[];
            /** @description 1 to 1024 bytes in UTF-8. */
            tail?: string;
            /** @enum {string} */
            type: "msgmenu";
        };
        SignedOut: {
            /**
             * Format: uri
             * @description Where the browser signs out at the provider; it comes back.
             */
            continueAt: string;
        };
        SignInAtProvider: {
            /**
             * Format: uri
             * @description Where the browser signs in, within ten minutes.
             */
            url: string;
        };
        SignInPolicy: {
            /** @description The roles that need a second factor with a password. Takes effect at once. */
            twoFactorRoles: ("operator" | "administrator")[];
        };
        Snooze: {
            /**
             * Format: date-time
             * @description At most a year from now.
             * @example 2026-11-22T08:00:00.000Z
             */
            until: string;
        } | {
            /** @enum {boolean} */
            untilReply: true;
        };
        /** @description With either `forSeconds` or `untilReply`. */
        SnoozeStep: {
            /** @description For how long, from when the step is done. */
            forSeconds?: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "snooze";
            /**
             * @description Until the contact writes.
             * @enum {boolean}
             */
            untilReply?: true;
        };
        SummaryReport: {
            /** @enum {string} */
            bucket: "hour" | "day" | "week" | "month";
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            from: string;
            /** @enum {string} */
            hours: "all" | "open";
            series: components["schemas"]["ReportEntry"][];
            timeZone: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            to: string;
            totals: components["schemas"]["ReportTotals"];
        };
        TagChange: {
            /** @description The new name. If another tag already has it, the two are merged. */
            tag: string;
        };
        TagChanged: {
            contacts: number;
            conversations: number;
        };
        TagList: {
            items: {
                count: number;
                tag: string;
            }[];
            nextCursor: string | null;
        };
        TagStep: {
            /** @description Added to those that the conversation has. */
            tags: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tag";
        };
        Token: {
            /** @description The brands that it is limited to; null: all that its operator sees. */
            brandIds: string[] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            expiresAt: string | null;
            id: string;
            /**
             * Format: date-time
             * @description Accurate to the minute.
             * @example 2026-11-22T08:00:00.000Z
             */
            lastUsedAt: string | null;
            name: string;
            operatorId: string;
            /** @description What it may do now. Of a token made without `scopes`: all that its operator may. */
            scopes: components["schemas"]["TokenScope"][];
        };
        TokenList: {
            items: components["schemas"]["Token"][];
            nextCursor: string | null;
        };
        /**
         * @description `read`: `GET` only, and nothing that only administrators may see; `write`: notes, tags, attending, completing, drafts, transfers and other changes; `send`: messages to contacts, files for them, typing; `admin`: what only administrators may, which includes making tokens for everything. None includes another.
         * @enum {string}
         */
        TokenScope: "read" | "write" | "send" | "admin";
        Transcript: {
            conversation: {
                brandId: string;
                channelId: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                completedAt: string | null;
                completedBy: {
                    id: string;
                    name: string;
                } | null;
                /** @enum {string|null} */
                completedReason: "operator" | "missed_timeout" | "idle_timeout" | "bot_ended" | "bot_idle_timeout" | "window_renewed" | "unsubscribed" | "channel_disabled" | "channel_deleted" | "contact_blocked" | "contact_erased" | null;
                contact: {
                    id: string;
                    name: string;
                };
                id: string;
                /** @description null: the contact has not rated it. */
                rating: {
                    /**
                     * Format: date-time
                     * @description Of the first tap; the contact may change it for an hour.
                     * @example 2026-11-22T08:00:00.000Z
                     */
                    at: string;
                    comment: string | null;
                    /** @description The words of the choice, as the contact read them. */
                    label: string;
                    /** @description 1 to 5: the id of the choice. */
                    score: number;
                } | null;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                startedAt: string;
            };
            /** @description How many entries there are. It comes last: a file without it was cut off. */
            count: number;
            /** @description Oldest first. */
            entries: {
                /**
                 * Format: date-time
                 * @description When it took its place: when it was sent, or else when it was created.
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                /** @description What became of it and why, and its other times, in words. */
                facts: string[];
                /** @description What it says, in words. */
                lines: string[];
                message: components["schemas"]["Message"];
                /** @description The picture as a `data:` URI. Left out beyond 2 MB, and when the pictures before it have 50 MB. */
                picture?: string;
                /** @description Who spoke or acted; null: nobody in particular. */
                who: string | null;
            }[];
            language: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            savedAt: string;
            timeZone: string;
        };
        Transfer: {
            /** @description A group of the conversation’s brand. */
            groupId?: string;
            /** @description A note for the receiver, shown in the transcript. */
            note?: string;
            operatorId?: string;
        };
        /** @description With either `operatorId` or `groupId`. */
        TransferStep: {
            /** @description A group of the conversation’s brand. */
            groupId?: string;
            operatorId?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "transfer";
        };
        TwoFactor: {
            /** @description Their role needs one. */
            isDemanded: boolean;
            isOn: boolean;
            /** @description They can sign in by a password, which it would protect. */
            isPossible: boolean;
            /** @description Of ten; those that were not used yet. */
            recoveryCodesLeft: number;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            since: string | null;
        };
        TwoFactorCode: {
            code: string;
        };
        TwoFactorProof: {
            code: string;
            currentPassword: string;
        };
        TwoFactorSetUp: {
            /** @description The QR code, as the data address of an SVG picture. */
            qrCode: string;
            /** @description In base32, to be typed into the app. */
            secret: string;
            /** @description otpauth://…, to be shown as a QR code. */
            uri: string;
        };
        TwoFactorStart: {
            currentPassword: string;
        };
        UsedTag: {
            contacts: number;
            conversations: number;
            /** @description Contacts and conversations together. */
            count: number;
            tag: string;
        };
        UsedTagList: {
            items: components["schemas"]["UsedTag"][];
            nextCursor: string | null;
        };
        WaysToSignIn: {
            /** @description Whether passwords are accepted. If not, one administrator may still use `ADMIN_PASSWORD`. */
            password: boolean;
            /** @description Where people sign in with their company’s account; null: there is no single sign-on. */
            provider: {
                /** @description The host of its issuer. */
                name: string;
            } | null;
        };
        Webhook: {
            brandIds: string[] | null;
            channelIds: string[] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            description: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            disabledAt: string | null;
            /**
             * @description `gone`: it answered 410; `failing`: nothing but failures for five days; `by_hand`.
             * @enum {string|null}
             */
            disabledReason: "gone" | "failing" | "by_hand" | null;
            events: string[];
            /** @enum {string} */
            format: "native" | "salesiq";
            /** @description Since when every try has failed, how many deliveries are on their way or wait for another try, and how many had their last one. */
            health: {
                dead: number;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                failingSince: string | null;
                waiting: number;
            };
            id: string;
            isEnabled: boolean;
            /** @description In PEM: checks `x-siqsignature`; null: none was made. */
            publicKey: string | null;
            /** @description The oldest replay that is under way: how many deliveries have begun anew, and how much of what happened since is looked through (0 to 1); null: there is none. */
            replay: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                askedAt: string;
                count: number;
                progress: number;
            } | null;
            url: string;
            /** @description What was saved but may be wrong: a name that cannot be resolved. Empty when it is read. */
            warnings: {
                message: string;
                path: string;
            }[];
        };
        WebhookChange: {
            /** @description Whose events; null: those of all brands. */
            brandIds?: string[] | null;
            /** @description Of these channels only; null: of all. */
            channelIds?: string[] | null;
            description?: string;
            /**
             * @description `["*"]`: all, also those of later releases.
             * @example [
             *       "message.received",
             *       "conversation.completed"
             *     ]
             */
            events?: [
                "*"
            ] | ("conversation.started" | "conversation.waiting" | "conversation.missed" | "conversation.attended" | "conversation.returned" | "conversation.transferred" | "conversation.handed_over" | "conversation.completed" | "conversation.rated" | "conversation.window_closing" | "conversation.window_closed" | "conversation.limit_reached" | "message.received" | "message.sent" | "message.failed" | "message.unknown" | "message.held" | "message.released" | "message.cancelled" | "note.added" | "contact.created" | "contact.updated" | "contact.followed" | "contact.unfollowed" | "contact.scanned" | "contact.blocked" | "contact.erased" | "channel.unhealthy" | "channel.healthy" | "webhook.test")[];
            /**
             * @description `salesiq`: in the form of SalesIQ’s webhooks.
             * @enum {string}
             */
            format?: "native" | "salesiq";
            /** @description Enabled again, it is told of what happens from now on; the rest can be replayed. */
            isEnabled?: boolean;
            /**
             * Format: uri
             * @description By https on the public internet, or what `EGRESS_ALLOW` names.
             */
            url?: string;
        };
        WebhookDelivery: {
            /** @description To the last one; its first 4 KiB. */
            answer: {
                body: string;
                status: number;
            } | null;
            attempts: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                at: string;
                error?: string;
                ms: number;
                /** @description Of the answer; null: there was none. */
                status: number | null;
            }[];
            event: string;
            /** @description `webhook-id`: the same for all tries, and when it is sent anew. */
            id: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            nextAttemptAt: string | null;
            /** @description The last one; null: not sent yet, or something that it held was deleted since. */
            request: {
                body: string;
                headers: {
                    [key: string]: string;
                };
            } | null;
            /**
             * @description `failed`: it is tried again at `nextAttemptAt`; `dead`: it is not.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed" | "dead";
            webhookId: string;
        };
        WebhookDeliveryList: {
            items: components["schemas"]["WebhookDelivery"][];
            nextCursor: string | null;
        };
        WebhookList: {
            items: components["schemas"]["Webhook"][];
            nextCursor: string | null;
        };
        WebhookPublicKey: {
            publicKey: string;
        };
        WebhookReplay: {
            /** @description Of its selection; left out: all of it. */
            events?: ("conversation.started" | "conversation.waiting" | "conversation.missed" | "conversation.attended" | "conversation.returned" | "conversation.transferred" | "conversation.handed_over" | "conversation.completed" | "conversation.rated" | "conversation.window_closing" | "conversation.window_closed" | "conversation.limit_reached" | "message.received" | "message.sent" | "message.failed" | "message.unknown" | "message.held" | "message.released" | "message.cancelled" | "note.added" | "contact.created" | "contact.updated" | "contact.followed" | "contact.unfollowed" | "contact.scanned" | "contact.blocked" | "contact.erased" | "channel.unhealthy" | "channel.healthy" | "webhook.test")[];
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            since: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            until?: string;
        };
        WebhookRotation: {
            /**
             * @description So long the former secret signs beside the new one. 0: not at all.
             * @default 24
             */
            graceHours?: number;
        };
        WebhookWithSecret: {
            brandIds: string[] | null;
            channelIds: string[] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            createdAt: string;
            description: string;
            /**
             * Format: date-time
             * @example 2026-11-22T08:00:00.000Z
             */
            disabledAt: string | null;
            /**
             * @description `gone`: it answered 410; `failing`: nothing but failures for five days; `by_hand`.
             * @enum {string|null}
             */
            disabledReason: "gone" | "failing" | "by_hand" | null;
            events: string[];
            /** @enum {string} */
            format: "native" | "salesiq";
            /** @description Since when every try has failed, how many deliveries are on their way or wait for another try, and how many had their last one. */
            health: {
                dead: number;
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                failingSince: string | null;
                waiting: number;
            };
            id: string;
            isEnabled: boolean;
            /** @description In PEM: checks `x-siqsignature`; null: none was made. */
            publicKey: string | null;
            /** @description The oldest replay that is under way: how many deliveries have begun anew, and how much of what happened since is looked through (0 to 1); null: there is none. */
            replay: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T08:00:00.000Z
                 */
                askedAt: string;
                count: number;
                progress: number;
            } | null;
            /** @description `whsec_…`, of Standard Webhooks. Shown once. */
            secret: string;
            url: string;
            /** @description What was saved but may be wrong: a name that cannot be resolved. Empty when it is read. */
            warnings: {
                message: string;
                path: string;
            }[];
        };
        /**
         * @description What WeChat’s errcode means, as a stable name. Absent if the code is not known.
         * @enum {string}
         */
        WeChatMeaning: "ok" | "busy" | "token_refused" | "token_missing" | "app_id_wrong" | "app_secret_wrong" | "app_secret_frozen" | "credentials_missing" | "ip_not_allowed" | "ip_confirmation" | "ip_refused_day" | "ip_refused_hour" | "no_permission" | "message_type_permission" | "account_type" | "account_restricted" | "account_punished" | "interface_blocked" | "interface_withdrawn" | "not_authorised" | "desk_off" | "mass_agreement" | "daily_quota" | "minute_quota" | "send_quota" | "resets_used_up" | "window_closed" | "limit_reached" | "contact_unknown" | "contact_gone" | "other_account" | "not_following" | "blocked" | "on_blacklist" | "refuses_messages" | "subscription_refused" | "session_over" | "session_over_followed" | "risky_content" | "content_unexplained" | "form_refused" | "message_type" | "kind_not_allowed" | "empty" | "text_too_long" | "part_too_long" | "too_many_articles" | "link_refused" | "link_mini_program" | "mini_program_wrong" | "mini_program_not_linked" | "menu_message_too_big" | "media_gone" | "file_kind" | "file_size" | "file_missing" | "voice_too_long" | "converting" | "typing_not_recent" | "typing_shown" | "desk_account" | "desk_no_session" | "desk_taken" | "desk_offline" | "parameters" | "our_bug" | "signature" | "repeated" | "mass_too_soon" | "tag_refused" | "template_wrong" | "menu_wrong" | "menu_missing" | "too_many_menus" | "material_in_use" | "figures_not_ready" | "user_token" | "comment" | "shake_around";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAlerts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first: those of the last 30 days, at most 200 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertsSeen"];
            };
        };
        responses: {
            /** @description They are marked as seen */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["NewAttachment"];
            };
        };
        responses: {
            /** @description It can be sent now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `attachment_too_large`, `unsupported_media_type`, `attachment_type_not_supported`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttachment: {
        parameters: {
            query?: {
                /** @description `playable`: a voice message as WAV. The original if there is no such version. */
                as?: "original" | "playable";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The part requested with `Range` */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The caller has it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such part */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being fetched or is there already */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttachmentInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The attachment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                action?: "session.signed_in" | "session.sign_in_failed" | "session.locked_out" | "session.signed_out" | "session.all_ended" | "password.changed" | "password.change_failed" | "operator.created" | "operator.invited" | "operator.invitation_accepted" | "operator.changed" | "operator.disabled" | "operator.enabled" | "operator.password_reset" | "operator.identity_linked" | "operator.identity_unlinked" | "operator.two_factor_reset" | "two_factor.turned_on" | "two_factor.turned_off" | "two_factor.failed" | "two_factor.recovery_code_used" | "two_factor.recovery_codes_made" | "sign_in_policy.changed" | "token.created" | "token.revoked" | "brand.created" | "brand.changed" | "brand.routing_changed" | "group.created" | "group.changed" | "group.deleted" | "channel.created" | "channel.changed" | "channel.deleted" | "channel.former_secrets_ended" | "channel.bot_paused" | "channel.bot_resumed" | "secret_key.changed" | "contact.blocked" | "contact.unblocked" | "contact.held" | "contact.released" | "contact.erased" | "contact.exported" | "conversations.exported" | "canned_replies.imported" | "operators.imported" | "tags.imported" | "retention.run" | "tag.renamed" | "tag.deleted" | "qr_code.created" | "qr_code.changed" | "qr_code.renewed" | "qr_code.deleted" | "canned_reply.created" | "canned_reply.changed" | "canned_reply.deleted" | "macro.created" | "macro.changed" | "macro.deleted" | "bot.created" | "bot.changed" | "bot.deleted" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.rotated" | "webhook.disabled" | "webhook.delivery_dead" | "webhook.redelivered" | "webhook.replayed" | "rejected_delivery.taken" | "rejected_delivery.refused_again" | "rejected_delivery.deleted";
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Records from this time on. */
                from?: string;
                limit?: number;
                /** @description What this operator did and what was done to their account. */
                operatorId?: string;
                /** @description Records before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. With `Accept: text/csv` all records that pass the filters; `limit` and `cursor` have no effect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAvailability: {
        parameters: {
            query?: {
                /** @description Omitted: colleagues of all brands that the caller may see. */
                brandId?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBots: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBot"];
            };
        };
        responses: {
            /** @description The bot */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bot"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bot */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bot"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BotChange"];
            };
        };
        responses: {
            /** @description The bot */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bot"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeBotKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public half */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotPublicKey"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BotQuestion"];
            };
        };
        responses: {
            /** @description Its answer, or why it has none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotTrial"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callBackLater: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    action: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The conversation has it; it leaves as an answer would */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `not_found`, `reply_url_used`, `not_owner`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerLater: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LaterAnswer"];
            };
        };
        responses: {
            /** @description The conversation has it; it leaves as an answer would */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `not_found`, `reply_url_used`, `not_owner`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBrands: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBrand: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandFields"];
            };
        };
        responses: {
            /** @description The brand */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeBrand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandFields"];
            };
        };
        responses: {
            /** @description The brand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBrandHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The opening hours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Days whose periods replace those that would begin on that day of the week.
                         * @default []
                         */
                        exceptions?: {
                            /** Format: date */
                            date: string;
                            /**
                             * @description 0 to 100 characters.
                             * @default
                             */
                            name?: string;
                            /** @description None: closed all day. */
                            periods: components["schemas"]["OpeningPeriod"][];
                        }[];
                        timeZone: string;
                        /** @description The periods that begin on each day of the week; a day that is left out is closed. */
                        weekly: {
                            fri?: components["schemas"]["OpeningPeriod"][];
                            mon?: components["schemas"]["OpeningPeriod"][];
                            sat?: components["schemas"]["OpeningPeriod"][];
                            sun?: components["schemas"]["OpeningPeriod"][];
                            thu?: components["schemas"]["OpeningPeriod"][];
                            tue?: components["schemas"]["OpeningPeriod"][];
                            wed?: components["schemas"]["OpeningPeriod"][];
                        };
                    } | null;
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setBrandHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Days whose periods replace those that would begin on that day of the week.
                     * @default []
                     */
                    exceptions?: {
                        /** Format: date */
                        date: string;
                        /**
                         * @description 0 to 100 characters.
                         * @default
                         */
                        name?: string;
                        /** @description None: closed all day. */
                        periods: components["schemas"]["OpeningPeriod"][];
                    }[];
                    timeZone: string;
                    /** @description The periods that begin on each day of the week; a day that is left out is closed. */
                    weekly: {
                        fri?: components["schemas"]["OpeningPeriod"][];
                        mon?: components["schemas"]["OpeningPeriod"][];
                        sat?: components["schemas"]["OpeningPeriod"][];
                        sun?: components["schemas"]["OpeningPeriod"][];
                        thu?: components["schemas"]["OpeningPeriod"][];
                        tue?: components["schemas"]["OpeningPeriod"][];
                        wed?: components["schemas"]["OpeningPeriod"][];
                    };
                } | null;
            };
        };
        responses: {
            /** @description The opening hours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Days whose periods replace those that would begin on that day of the week.
                         * @default []
                         */
                        exceptions?: {
                            /** Format: date */
                            date: string;
                            /**
                             * @description 0 to 100 characters.
                             * @default
                             */
                            name?: string;
                            /** @description None: closed all day. */
                            periods: components["schemas"]["OpeningPeriod"][];
                        }[];
                        timeZone: string;
                        /** @description The periods that begin on each day of the week; a day that is left out is closed. */
                        weekly: {
                            fri?: components["schemas"]["OpeningPeriod"][];
                            mon?: components["schemas"]["OpeningPeriod"][];
                            sat?: components["schemas"]["OpeningPeriod"][];
                            sun?: components["schemas"]["OpeningPeriod"][];
                            thu?: components["schemas"]["OpeningPeriod"][];
                            tue?: components["schemas"]["OpeningPeriod"][];
                            wed?: components["schemas"]["OpeningPeriod"][];
                        };
                    } | null;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNextBrandHours: {
        parameters: {
            query?: {
                /** @description By default now. */
                from?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it is open, and until when */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextHoursChange"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listColleagues: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ColleagueList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBrandRouting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The setting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routing"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeBrandRouting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingChange"];
            };
        };
        responses: {
            /** @description The setting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routing"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The most used tag first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagList"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCannedReplies: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description 1 to 40 characters. */
                folder?: string;
                limit?: number;
                /** @description Part of the shortcut, the folder or the text. Case, full or half width, composed or decomposed accents, and kinds of spaces make no difference (NFKC, case folded). */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReplyList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCannedReply"];
            };
        };
        responses: {
            /** @description The canned reply */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedReplyChange"];
            };
        };
        responses: {
            /** @description The canned reply */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renderCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedReplyRendering"];
            };
        };
        responses: {
            /** @description The text, ready to be sent as a message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderedCannedReply"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            /** @description The channel */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChange"];
            };
        };
        responses: {
            /** @description The channel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is right and what is wrong */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelCheck"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endFormerSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Only the current ones are accepted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannelHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The health */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelHealth"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannelHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The opening hours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelHours"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setChannelHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Days whose periods replace those that would begin on that day of the week.
                     * @default []
                     */
                    exceptions?: {
                        /** Format: date */
                        date: string;
                        /**
                         * @description 0 to 100 characters.
                         * @default
                         */
                        name?: string;
                        /** @description None: closed all day. */
                        periods: components["schemas"]["OpeningPeriod"][];
                    }[];
                    timeZone: string;
                    /** @description The periods that begin on each day of the week; a day that is left out is closed. */
                    weekly: {
                        fri?: components["schemas"]["OpeningPeriod"][];
                        mon?: components["schemas"]["OpeningPeriod"][];
                        sat?: components["schemas"]["OpeningPeriod"][];
                        sun?: components["schemas"]["OpeningPeriod"][];
                        thu?: components["schemas"]["OpeningPeriod"][];
                        tue?: components["schemas"]["OpeningPeriod"][];
                        wed?: components["schemas"]["OpeningPeriod"][];
                    };
                } | null;
            };
        };
        responses: {
            /** @description The opening hours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelHours"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeChannelHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As the brand */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNextChannelHours: {
        parameters: {
            query?: {
                /** @description By default now. */
                from?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it is open, and until when */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextHoursChange"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQrCodes: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QrCodeList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createQrCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewQrCode"];
            };
        };
        responses: {
            /** @description The QR code */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QrCode"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `wechat_refused`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannelSetup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The setup */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelSetup"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChannelAlarms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel refused for longest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAlarmList"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    generateChannelSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The values */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeneratedSecrets"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listContacts: {
        parameters: {
            query?: {
                blocked?: "true" | "false";
                channelId?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
                openId?: string;
                /** @description Part of the shown name, the remark, a tag or the openid. Case, full or half width, composed or decomposed accents, and kinds of spaces make no difference (NFKC, case folded). */
                q?: string;
                /** @description Whether the contact follows the account, as far as is known. */
                subscribed?: "true" | "false";
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactChange"];
            };
        };
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    blockContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactBlock"];
            };
        };
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactErasure"];
            };
        };
        responses: {
            /** @description They are in no list, search, stream or file any more; the rest is durable and goes on by itself */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedContact"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `legal_hold`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportContact: {
        parameters: {
            query?: {
                /** @description The language of the words around the messages. By default `Accept-Language` decides. */
                lang?: "en" | "zh" | "ja";
                /** @description `true`: with internal notes, which are not the contact’s own data. */
                notes?: "true" | "false";
                /** @description An IANA name, for days and times. */
                timeZone?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `contact.json`, `conversations/….json` and `….html`, `outside-conversations.json`, and `files/…`. It is written while it is read; one that was cut off has no directory at its end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactTimeline: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unblockContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                brandId?: string;
                channelId?: string;
                contactId?: string;
                /** @description `nextCursor` of the previous page. All pages reached from one first page keep the order the list had when that page was read: each conversation that was in it appears once, as it is now, wherever it has moved since. New conversations appear only when the first page is read again. A cursor keeps its order for a day. */
                cursor?: string;
                /** @description Conversations for this group. May be repeated. */
                groupId?: string | string[];
                limit?: number;
                /** @description Conversations in which a message to the contact has failed, is unknown or is held, newest trouble first. Trouble leaves the list when the message is sent, cancelled or resolved, or after seven days. `snoozed` applies to it as to every list. */
                list?: "needs_look";
                /** @description Those that are offered to the caller now. */
                offeredTo?: "me";
                /** @description `me`: those of the caller. */
                operatorId?: string;
                /** @description `urgency`, for open conversations: waiting ones, longest ringing first; active ones, unanswered before answered, then by the minute in which their window closes, then by priority; missed ones, oldest first. */
                order?: "activity" | "urgency";
                /** @description May be repeated. */
                priority?: components["schemas"]["Priority"] | components["schemas"]["Priority"][];
                /** @description Part of a message’s text, or of the contact’s name, remark, tags or openid; or the name that is shown for a contact without one, such as 微信用户 fc3d, or its last four characters. Case, full or half width, composed or decomposed accents, and kinds of spaces make no difference (NFKC, case folded). A single character is searched for in the newest 2,000 conversations only. */
                q?: string;
                /** @description Snoozed conversations: `true`: only these; `any`: these as well. Omitted: without them. */
                snoozed?: "true" | "false" | "any";
                /** @description May be repeated. */
                state?: ("bot" | "waiting" | "missed" | "active" | "completed") | ("bot" | "waiting" | "missed" | "active" | "completed")[];
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest activity first, unless another order is asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation; without name and openid if the contact was erased */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"] | components["schemas"]["ErasedConversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationChange"];
            };
        };
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attendConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `not_attended`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declineConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `not_offered`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDraft: {
        parameters: {
            query?: {
                /** @description The suggestion to whoever attends, instead of the caller’s own draft. */
                for?: "attending";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraft"];
            };
        };
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDraft: {
        parameters: {
            query?: {
                /** @description The suggestion to whoever attends, instead of the caller’s own draft. */
                for?: "attending";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    handBackConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `not_attended`, `attended_by_other`, `no_bot`, `window_closed`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runMacro: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key and macro does not do any finished step again: it continues where the first request stopped, with the steps that the macro had then. Keys are kept for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMacroRun"];
            };
        };
        responses: {
            /** @description All steps are done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroRun"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `not_attended`, `window_closed`, `consecutive_limit_reached`, `idempotency_key_reused`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
                /** @description Only messages and notes that have these words, taken literally. */
                q?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key and body returns the message that the first request created, for at least 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description The message was accepted; `status` is what became of it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `kind_not_supported`, `conversation_completed`, `attended_by_other`, `window_closed`, `consecutive_limit_reached`, `too_many_held`, `idempotency_key_reused`, `payload_too_large`, `attachment_too_large`, `unsupported_media_type`, `attachment_type_not_supported`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message, cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `not_cancellable`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key and body returns the message that the first request created, for at least 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageResolution"];
            };
        };
        responses: {
            /** @description The message, marked as sent or noted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The new message that was sent instead */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `kind_not_supported`, `conversation_completed`, `attended_by_other`, `window_closed`, `consecutive_limit_reached`, `too_many_held`, `idempotency_key_reused`, `conflict`, `payload_too_large`, `attachment_too_large`, `unsupported_media_type`, `attachment_type_not_supported`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description The note */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showPresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Presence"];
            };
        };
        responses: {
            /** @description Who else is there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentPeople"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askForRating: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `kind_not_supported`, `conversation_completed`, `attended_by_other`, `not_attended`, `already_asked`, `window_closed`, `consecutive_limit_reached`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopenConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new conversation */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `not_reopenable`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationSeen"];
            };
        };
        responses: {
            /** @description Recorded */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    snoozeConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Snooze"];
            };
        };
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `not_attended`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unsnoozeConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `not_attended`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTranscript: {
        parameters: {
            query?: {
                /** @description `inline`: browsers show it instead of saving it. */
                disposition?: "attachment" | "inline";
                /** @description `html`: one printable page that loads nothing. `txt`: plain text in UTF-8. */
                format?: "json" | "html" | "txt";
                /** @description The language of the words around the messages. By default `Accept-Language` decides. */
                lang?: "en" | "zh" | "ja";
                /** @description `false`: without internal notes, for a file that is passed on. */
                notes?: "true" | "false";
                /** @description An IANA name, e.g. `Asia/Shanghai`: days and times are written in it. */
                timeZone?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as it is read from the store. One that was cut off ends before its end mark */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                    "text/html": string;
                    "text/plain": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    transferConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Transfer"];
            };
        };
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `not_attended`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showTyping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description WeChat was asked to show it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conversation_completed`, `attended_by_other`, `window_closed`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkAction"];
            };
        };
        responses: {
            /** @description The outcome for each, in the order of the ids. After 30 s, or once one has got 503, the others get 503 and stay as they are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countConversations: {
        parameters: {
            query?: {
                brandId?: string;
                channelId?: string;
                /** @description Conversations for this group. May be repeated. */
                groupId?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationCounts"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event received; what came after it is sent first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportConversations: {
        parameters: {
            query?: {
                channelId?: string;
                /** @description Conversations that began from this time on. */
                from?: string;
                /** @description `false`: without internal notes. */
                notes?: "true" | "false";
                /** @description Conversations that began before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description NDJSON, in the order of the conversations’ ids, which is not that of time. One that fails is cut off */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ExportedConversation"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGroup"];
            };
        };
        responses: {
            /** @description The group */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupChange"];
            };
        };
        responses: {
            /** @description The group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCannedReplies: {
        parameters: {
            query: {
                brandId: string;
                /** @description `true`: nothing is changed; the answer says what would happen. */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What happened to each line, or would */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importOperators: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed; the answer says what would happen. */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What happened to each line, or would */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importTags: {
        parameters: {
            query: {
                channelId: string;
                /** @description `true`: nothing is changed; the answer says what would happen. */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What happened to each line, or would */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAcceptance"];
            };
        };
        responses: {
            /** @description The password is set; sign in with it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `forbidden`, `not_found`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Who was invited */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description `invalid_request`, `forbidden`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Who signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `two_factor_required`, `forbidden`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out here; the provider of single sign-on has a session too */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMacros: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMacro: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMacro"];
            };
        };
        responses: {
            /** @description The macro */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMacro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The macro */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMacro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMacro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MacroChange"];
            };
        };
        responses: {
            /** @description The macro */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operator behind the session or the token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMyAvailability: {
        parameters: {
            query?: {
                /** @description The brand whose default capacity applies. */
                brandId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller’s availability */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMyAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailabilityChange"];
            };
        };
        responses: {
            /** @description The caller’s availability */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The password is changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPushKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, in base64url */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushSubscription"];
            };
        };
        responses: {
            /** @description It will be alerted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushSubscriptionEnd"];
            };
        };
        responses: {
            /** @description It is no longer alerted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endAllSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactor"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUpTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorStart"];
            };
        };
        responses: {
            /** @description The secret; shown once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactorSetUp"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorCode"];
            };
        };
        responses: {
            /** @description It is on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    turnOffTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorProof"];
            };
        };
        responses: {
            /** @description It is off */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorProof"];
            };
        };
        responses: {
            /** @description The codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperators: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOperator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOperator"];
            };
        };
        responses: {
            /** @description The operator */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedOperator"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOperator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorChange"];
            };
        };
        responses: {
            /** @description The operator */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operator"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlinkIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteOperator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They sign in without a code and can set up another one */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQrCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The QR code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QrCode"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteQrCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeQrCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QrCodeChange"];
            };
        };
        responses: {
            /** @description The QR code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QrCode"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQrCodePng: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQrCodeSvg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewQrCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The QR code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QrCode"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `wechat_refused`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQueue: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description `nextCursor` of the previous page. Pages show the queue as it is when each is read: what has moved may be missing or appear twice. */
                cursor?: string;
                groupId?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Windows that close within the hour first, then the longest waiting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRejectedDeliveries: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channelId?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectedDeliveryList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRejectedDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryRejectedDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was accepted and is no longer listed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectedDeliveryRetry"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `delivery_refused`, `conflict`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReportConversations: {
        parameters: {
            query: {
                brandId?: string;
                channelId?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Figures of the loss report: administrators only, and with the scope `admin`. */
                figure: "started" | "attended" | "missed" | "missedThenAttended" | "completed" | "returned" | "botOnly" | "handovers" | "rated" | "firstResponse" | "waiting" | "handling" | "messagesIn" | "messagesOut" | "refused" | "held" | "released" | "expired" | "failed" | "unknown" | "endedWaiting";
                /** @description From this time on; by default the thirty days before `to`. */
                from?: string;
                groupId?: string;
                /** @description `open`: durations count opening hours only, and so does what happened. */
                hours?: "all" | "open";
                limit?: number;
                /** @description `me`: the caller. Another one: administrators only. */
                operatorId?: string;
                /** @description Only this one of `completed`, `handovers`, `refused` or `failed`. */
                reason?: string;
                /** @description Before this time; by default now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportConversationList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHeatmapReport: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description How long each entry of `series` is; weeks begin on Monday. */
                bucket?: "hour" | "day" | "week" | "month";
                channelId?: string;
                /** @description From this time on; by default the thirty days before `to`. */
                from?: string;
                groupId?: string;
                /** @description `open`: durations count opening hours only, and so does what happened. */
                hours?: "all" | "open";
                /** @description `me`: the caller. Another one: administrators only. */
                operatorId?: string;
                /** @description An IANA name, e.g. `Asia/Shanghai`: hours, days, weeks and months begin in it. */
                timeZone?: string;
                /** @description Before this time; by default now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All 168 hours of a week, Monday first. With `Accept: text/csv` the cells as a table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeatmapReport"];
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLossReport: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description How long each entry of `series` is; weeks begin on Monday. */
                bucket?: "hour" | "day" | "week" | "month";
                channelId?: string;
                /** @description From this time on; by default the thirty days before `to`. */
                from?: string;
                groupId?: string;
                /** @description `open`: durations count opening hours only, and so does what happened. */
                hours?: "all" | "open";
                /** @description `me`: the caller. Another one: administrators only. */
                operatorId?: string;
                /** @description An IANA name, e.g. `Asia/Shanghai`: hours, days, weeks and months begin in it. */
                timeZone?: string;
                /** @description Before this time; by default now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures, and a sentence for each that is not zero. With `Accept: text/csv` the series as a table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LossReport"];
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperatorReport: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description How long each entry of `series` is; weeks begin on Monday. */
                bucket?: "hour" | "day" | "week" | "month";
                channelId?: string;
                /** @description From this time on; by default the thirty days before `to`. */
                from?: string;
                groupId?: string;
                /** @description `open`: durations count opening hours only, and so does what happened. */
                hours?: "all" | "open";
                /** @description `me`: the caller. Another one: administrators only. */
                operatorId?: string;
                /** @description An IANA name, e.g. `Asia/Shanghai`: hours, days, weeks and months begin in it. */
                timeZone?: string;
                /** @description Before this time; by default now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name. With `Accept: text/csv` the items as a table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorReport"];
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReachReport: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description How long each entry of `series` is; weeks begin on Monday. */
                bucket?: "hour" | "day" | "week" | "month";
                channelId?: string;
                /** @description From this time on; by default the thirty days before `to`. */
                from?: string;
                groupId?: string;
                /** @description `open`: durations count opening hours only, and so does what happened. */
                hours?: "all" | "open";
                /** @description `me`: the caller. Another one: administrators only. */
                operatorId?: string;
                /** @description An IANA name, e.g. `Asia/Shanghai`: hours, days, weeks and months begin in it. */
                timeZone?: string;
                /** @description Before this time; by default now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The most scanned codes first. With `Accept: text/csv` the series as a table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReachReport"];
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSummaryReport: {
        parameters: {
            query?: {
                brandId?: string;
                /** @description How long each entry of `series` is; weeks begin on Monday. */
                bucket?: "hour" | "day" | "week" | "month";
                channelId?: string;
                /** @description From this time on; by default the thirty days before `to`. */
                from?: string;
                groupId?: string;
                /** @description `open`: durations count opening hours only, and so does what happened. */
                hours?: "all" | "open";
                /** @description `me`: the caller. Another one: administrators only. */
                operatorId?: string;
                /** @description An IANA name, e.g. `Asia/Shanghai`: hours, days, weeks and months begin in it. */
                timeZone?: string;
                /** @description Before this time; by default now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. With `Accept: text/csv` the series as a table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryReport"];
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionRunRequest"];
            };
        };
        responses: {
            /** @description What was removed, or would be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRun"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWaysToSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaysToSignIn"];
                };
            };
            /** @description `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignInPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicy"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setSignInPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInPolicy"];
            };
        };
        responses: {
            /** @description The policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicy"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInAtProvider"];
                };
            };
            /** @description `unauthenticated`, `forbidden`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerOfProvider"];
            };
        };
        responses: {
            /** @description Who signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `forbidden`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsedTags: {
        parameters: {
            query?: {
                brandId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The most used tag first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsedTagList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many had it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagChanged"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagChange"];
            };
        };
        responses: {
            /** @description How many had it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagChanged"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description The token with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                event?: "conversation.started" | "conversation.waiting" | "conversation.missed" | "conversation.attended" | "conversation.returned" | "conversation.transferred" | "conversation.handed_over" | "conversation.completed" | "conversation.rated" | "conversation.window_closing" | "conversation.window_closed" | "conversation.limit_reached" | "message.received" | "message.sent" | "message.failed" | "message.unknown" | "message.held" | "message.released" | "message.cancelled" | "note.added" | "contact.created" | "contact.updated" | "contact.followed" | "contact.unfollowed" | "contact.scanned" | "contact.blocked" | "contact.erased" | "channel.unhealthy" | "channel.healthy" | "webhook.test";
                /** @description Of what happened from this instant on. */
                from?: string;
                limit?: number;
                status?: "pending" | "succeeded" | "failed" | "dead";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is sent as soon as its turn comes */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeWebhookKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public half */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPublicKey"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `conflict`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            /** @description They are sent in their order, as fast as they arrive */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRotation"];
            };
        };
        responses: {
            /** @description The webhook with its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description `invalid_request`, `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `payload_too_large`, `unsupported_media_type`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `unauthenticated`, `insufficient_scope`, `forbidden`, `password_change_required`, `not_found`, `too_many_requests`, `internal`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description HTML */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `too_many_requests` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `too_many_requests` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `too_many_requests` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description `too_many_requests` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `too_many_requests`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIntakeReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deliveries are accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `too_many_requests`, `unavailable` */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
