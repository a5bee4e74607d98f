function Get-ECRAuthorizationToken {
    <#
    .SYNOPSIS
    Gets authorization tokens of Amazon ECR registries as the API gives them.

    .DESCRIPTION
    Asks Amazon ECR for authorization tokens, which are valid for 12 hours,
    and gives one object for each registry: the token in base64, which
    decodes to 'user:password', its expiry and the endpoint.

    It stands for 'aws ecr get-authorization-token', whose options
    --cli-input-json and --generate-cli-skeleton it has too. To log in, use
    Connect-ECRRegistry, or Get-ECRLoginCommand for the decoded values.

    .PARAMETER RegistryId
    The AWS account ids whose registries to get tokens for. Dashes are taken
    out, and leading zeros, which PowerShell drops from a list of bare
    numbers, are put back. Ids can be piped, and so can objects that have a
    property RegistryId, RegistryIds or AccountId. Aliases: RegistryIds,
    AccountId.

    <connection parameters>

    .PARAMETER CliInputJson
    The input as JSON, such as '{"registryIds":["111122223333"]}', or
    file:// and the path of a file that holds it. Values of parameters win
    over it.

    .PARAMETER GenerateCliSkeleton
    Prints JSON instead of asking: 'input' for a sample of -CliInputJson,
    'output' for a sample of what the API answers.

    .INPUTS
    System.String
    Registry ids, as text or numbers, or objects with a property RegistryId,
    RegistryIds or AccountId.

    .OUTPUTS
    EcrLogin.AuthorizationData
    One object for each registry, with AuthorizationToken, ExpiresAt and
    ProxyEndpoint; with -GenerateCliSkeleton a string of JSON.

    .EXAMPLE
    Get-ECRAuthorizationToken

    Gets the token of the default registry.

    .EXAMPLE
    Get-ECRAuthorizationToken 111122223333,444455556666 -Region eu-west-1

    Gets the tokens of two registries.

    .EXAMPLE
    Get-ECRAuthorizationToken -Public

    Gets the token of ECR Public. Beside the permission to get tokens it
    takes sts:GetServiceBearerToken.

    .EXAMPLE
    Get-ECRAuthorizationToken | ConvertTo-Json | Set-Content token.json

    Writes the token to a file, for a program that read the output of the
    AWS CLI. The file holds a secret: delete it after use.

    .EXAMPLE
    Get-ECRAuthorizationToken -CliInputJson '{"registryIds":["111122223333"]}'

    Takes the ids from JSON as the AWS CLI does.

    .EXAMPLE
    Get-ECRAuthorizationToken -GenerateCliSkeleton input

    Shows the JSON that -CliInputJson takes.

    .NOTES
    AuthorizationToken holds a secret that opens your registries for 12
    hours. The default view shortens it; whoever asks for the property, with
    Format-List *, Select-Object, ConvertTo-Json or Export-Csv, gets it
    whole, by design, and a transcript of such a session keeps it.

    The token is base64 of 'AWS:password' and no password by itself. Who
    decodes it and runs docker login with --password, as Command of
    Get-ECRLoginCommand does, puts the password on a command line;
    Connect-ECRRegistry does not.

    The AWS CLI's authorizationData, authorizationToken, expiresAt and
    proxyEndpoint are here one object each with AuthorizationToken,
    ExpiresAt (a local time in place of seconds) and ProxyEndpoint.

    .LINK
    https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRAuthorizationToken.md

    .LINK
    Get-ECRLoginCommand

    .LINK
    Get-ECRLoginPassword

    .LINK
    Connect-ECRRegistry

    .LINK
    about_EcrLogin
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('EcrLogin.AuthorizationData', [string])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUsePSCredentialType', '',
        Justification = 'Credential objects of the AWS SDK and the output of STS are taken too.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '',
        Justification = 'An object that is never turned into text.')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('RegistryIds', 'AccountId')]
        [object[]] $RegistryId,

        [string] $CliInputJson,

        [ValidateSet('input', 'output')]
        [string] $GenerateCliSkeleton
        # <connection parameters>
    )

    begin {
        # <command start>
        $ids = [Collections.Generic.List[string]]::new()
    }

    process {
        foreach ($value in $RegistryId) { $ids.AddRange([string[]]@(ConvertTo-RegistryIdText $PSCmdlet $value)) }
    }

    end {
        if ($GenerateCliSkeleton) { return Get-CliSkeleton $GenerateCliSkeleton }
        if ($ids.Count -eq 0 -and $MyInvocation.ExpectingInput) { return }
        if ($PSBoundParameters.ContainsKey('CliInputJson')) {
            $read = [string[]]@(Read-CliInput $PSCmdlet $CliInputJson)
            if ($ids.Count -eq 0) { $ids.AddRange($read) }
        }
        $request = Get-ConnectionRequest $PSCmdlet $PSBoundParameters
        $request['registry_ids'] = $ids
        $request['include_token'] = $true
        $answer = Invoke-EcrRequest $PSCmdlet $request

        foreach ($token in $answer.Element('tokens').Elements()) {
            $end = $token.Element('expires_at').Value
            Add-VersionedType ([pscustomobject]@{
                PSTypeName         = 'EcrLogin.AuthorizationData'
                AuthorizationToken = $token.Element('authorization_token').Value
                ExpiresAt          = if ($end) { [DateTimeOffset]::FromUnixTimeMilliseconds(1000 * $end).LocalDateTime }
                ProxyEndpoint      = $token.Element('proxy_endpoint').Value
            })
        }
        if ($answer.Element('failures').HasElements) { Write-Failure $PSCmdlet $answer }
    }
}
