# A sample of the input or the output of get-authorization-token, as the AWS CLI prints it.
function Get-CliSkeleton($Kind) {
    if ($Kind -eq 'input') { return "{`n    ""registryIds"": [`n        """"`n    ]`n}" }
    @'
{
    "authorizationData": [
        {
            "authorizationToken": "authorizationToken",
            "expiresAt": "1970-01-01T00:00:00",
            "proxyEndpoint": "proxyEndpoint"
        }
    ]
}
'@.Replace("`r`n", "`n")
}
