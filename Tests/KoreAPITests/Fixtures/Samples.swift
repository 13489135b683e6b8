/// The documents that the API's documentation shows.
enum Samples {
  /// The documentation's own.
  static let successful = """
    {
      "_id": "ds-4a1b3e3d-7f55-5d80-acc6-7066e5cxxxxx",
      "action": "RUN",
      "jobType": "PUBLISH_BOT",
      "streamId": "st-a86a6717-340b-5830-a8b6-13b4aebxxxxx",
      "__v": 0,
      "countOfDockStatuses": 1,
      "createdBy": "u-adb7cfc7-e9d1-55dd-acfc-214b82dxxxxx",
      "percentageComplete": 100,
      "requestedTime": "2022-07-29T08:04:48.731Z",
      "status": "successful",
      "lastModifiedOn": "2022-07-29T08:04:50.083Z",
      "initiatedOn": "2022-07-29T08:04:48.828Z",
      "statusSummary": [
        {
          "resourceId": "SETTINGS",
          "resourceType": "SETTINGS",
          "name": "Settings",
          "status": "SUCCESS"
        },
        {
          "resourceId": "CHANNELS",
          "resourceType": "CHANNELS",
          "name": "Channels",
          "status": "SUCCESS"
        },
        {
          "resourceId": "NL",
          "resourceType": "NL",
          "name": "Natural Language",
          "status": "SUCCESS"
        },
        {
          "resourceId": "AUTOVERSIONING",
          "resourceType": "AUTOVERSIONING",
          "name": "Creating New Version",
          "status": "SUCCESS"
        }
      ]
    }
    """

  /// The same with the extra members that real answers carry.
  static let large = """
    {
      "_id": "ds-4a1b3e3d-7f55-5d80-acc6-7066e5cxxxxx",
      "action": "RUN",
      "jobType": "PUBLISH_BOT",
      "streamId": "st-a86a6717-340b-5830-a8b6-13b4aebxxxxx",
      "__v": 0,
      "countOfDockStatuses": 1,
      "createdBy": "u-adb7cfc7-e9d1-55dd-acfc-214b82dxxxxx",
      "percentageComplete": 100,
      "requestedTime": "2022-07-29T08:04:48.731Z",
      "status": "successful",
      "lastModifiedOn": "2022-07-29T08:04:50.083Z",
      "initiatedOn": "2022-07-29T08:04:48.828Z",
      "statusSummary": [
        {
          "resourceId": "SETTINGS",
          "resourceType": "SETTINGS",
          "name": "Settings",
          "modules": [
            "general",
            "bot_variables",
            "pii"
          ],
          "result": {
            "resourceId": "SETTINGS",
            "resourceType": "SETTINGS",
            "name": "Settings",
            "modules": [
              "general"
            ]
          },
          "status": "SUCCESS"
        },
        {
          "resourceId": "BOTLANGUAGES",
          "resourceType": "BOTLANGUAGES",
          "name": "BotLanguages",
          "modules": {
            "enabledLanguages": [
              "en"
            ]
          },
          "result": {
            "resourceId": "BOTLANGUAGES"
          },
          "status": "SUCCESS"
        },
        {
          "resourceId": "dg-ebdce1a1-0000-5000-8000-0000000xxxxx",
          "resourceVersion": "1.0",
          "resourceType": "dialog",
          "approvalRequestedLanguages": [
            "en"
          ],
          "name": "Find Keyword",
          "status": "SUCCESS",
          "result": {
            "state": "published",
            "publishedOn": "2022-07-29T08:04:49.900Z",
            "versionComment": "check publish",
            "nodes": [
              {
                "nodeId": "intent0",
                "type": "intent",
                "transitions": [
                  {
                    "default": "message1"
                  }
                ],
                "x": null
              }
            ]
          },
          "deployedTo": "enterprise"
        },
        {
          "resourceId": "5ecd12358bfeeb59851xxxxx",
          "resourceVersion": "1.0",
          "resourceType": "knowledge",
          "name": "Find Keyword",
          "status": "SUCCESS",
          "result": {
            "state": "published",
            "versionComment": null
          },
          "deployedTo": "enterprise"
        },
        {
          "resourceId": "dg-11111111-0000-5000-8000-0000000xxxxx",
          "resourceType": "dialog",
          "name": "Mortgage",
          "status": "SUCCESS",
          "result": {
            "state": "awaitingApproval",
            "approvalRequestedLanguages": [
              "en"
            ]
          }
        }
      ]
    }
    """
}
