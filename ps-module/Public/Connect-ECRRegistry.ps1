function Connect-ECRRegistry {
    <#
    .SYNOPSIS
    Logs a container client in to Amazon ECR registries.

    .DESCRIPTION
    Gets authorization tokens and logs docker, podman or another container
    client in with them, once for each registry. The password goes to the
    client's standard input and is on no command line, in no variable and in
    no file but the client's own.

    A registry is named by its account id, its host, or an image of it; a
    host or image settles account, Region, FIPS and dual-stack by itself.
    Logins to one config file are made one after the other, also those of
    other processes with this module, since clients lose entries otherwise.
    When one registry fails, the others are still logged in to; but what the
    service refuses for one account, it refuses for the up to ten that are
    asked for in one call.

    .PARAMETER AccessKey
    An AWS access key id; the first value without a name. It needs
    -SecretKey, and -SessionToken if the keys are temporary. Alias: AK.

    .PARAMETER SecretKey
    The secret key that belongs to -AccessKey, as a string or a
    SecureString; the second value without a name. Aliases: SK,
    SecretAccessKey.

    .PARAMETER RegistryId
    Account ids, hosts or images, such as 111122223333 or
    111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1, and the objects that
    Get-ECRLoginCommand gives. They can be piped. Without any it is the
    default registry of the caller's account. Aliases: RegistryIds,
    AccountId, ProxyEndpoint.

    .PARAMETER Region
    The AWS Regions of the registries that are named by account id. Each
    account is logged in to in each Region. Alias: RegionToCall.

    <connection parameters but -AccessKey -SecretKey -Region>

    .PARAMETER Tool
    The client: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras
    or crane. Without it, the first of docker, podman, nerdctl and finch
    that is on PATH.

    .PARAMETER ToolPath
    The client's program file, in place of the one on PATH.

    .PARAMETER ConfigPath
    Where the client keeps its logins: a folder for docker, nerdctl and
    finch, a file for the others. Without it, the client's own place.

    .PARAMETER ServerAddress
    Another host to log in under, such as a reverse proxy of the registry.

    .PARAMETER EndpointType
    Which names of a registry are logged in to with its one token: Ipv4,
    DualStack or All. Without it, the name that was given.

    .PARAMETER ToolTimeoutSec
    How many seconds the client may take for one login. 120 by default; 0
    means no limit.

    .PARAMETER PassThru
    Gives an object for each login.

    .INPUTS
    System.String
    Account ids, hosts, images, or objects with RegistryId or ProxyEndpoint.

    .OUTPUTS
    None, or EcrLogin.Registry with -PassThru: Registry, Tool, ExpiresAt and
    Status, which is Succeeded, or NotNeeded where the ECR credential helper
    serves the host already.

    .EXAMPLE
    Connect-ECRRegistry

    Logs in to the default registry.

    .EXAMPLE
    Connect-ECRRegistry -RegistryId 111122223333,444455556666 -Region eu-west-1 -Tool podman

    Logs podman in to two registries.

    .EXAMPLE
    Connect-ECRRegistry -RegistryId 111122223333.dkr.ecr.us-west-2.amazonaws.com/app:1

    Logs in to the registry of an image, in the Region of that registry,
    whatever Region is set.

    .EXAMPLE
    Get-Content images.txt | Connect-ECRRegistry -ProfileName work

    Logs in to the registry of each image that a file lists, once for each,
    with the credentials of the profile 'work'.

    .EXAMPLE
    Connect-ECRRegistry -RegistryId 111122223333 -Region eu-west-1,us-east-1 -EndpointType All

    Logs in to an account's registries in two Regions, under the IPv4 and
    the dual-stack name of each.

    .EXAMPLE
    Connect-ECRRegistry -Public -PassThru

    Logs in to ECR Public and tells until when.

    .EXAMPLE
    Auth-ECR AKIAIOSFODNN7EXAMPLE $secretKey -Region us-east-1

    Logs in with a key pair.

    .NOTES
    -WhatIf asks no service and starts no client. Where no Region is set at
    all, Auth-ECR takes us-east-1.

    Unlike Command of Get-ECRLoginCommand, this puts no password on a
    command line: other users of the machine see the client, the registry
    and the user name in the list of processes, and no more. A secret key
    that is typed as text, as for Auth-ECR, does end up in the history of
    the shell; a SecureString or a profile does not.

    What was done is written to the information stream, which -PassThru
    replaces. Beside the client's config file stays an empty file
    .ecrlogin.lock, by which logins wait for each other.

    Helpers that keep logins may show them to every program of the user; see
    the documentation of the client.

    .LINK
    https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Connect-ECRRegistry.md

    .LINK
    Disconnect-ECRRegistry

    .LINK
    Get-ECRLoginCommand

    .LINK
    Get-ECRLoginPassword

    .LINK
    Clear-ECRTokenCache

    .LINK
    about_EcrLogin
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [Alias('Auth-ECR')]
    [OutputType('EcrLogin.Registry')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUsePSCredentialType', '',
        Justification = 'Credential objects of the AWS SDK and the output of STS are taken too.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '',
        Justification = 'An object that is never turned into text.')]
    param(
        [Parameter(Position = 0)]
        [Alias('AK')]
        [object] $AccessKey,

        [Parameter(Position = 1)]
        [Alias('SK', 'SecretAccessKey')]
        [object] $SecretKey,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('RegistryIds', 'AccountId', 'ProxyEndpoint')]
        [object[]] $RegistryId,

        [ArgumentCompleter({ foreach ($module in Get-Module EcrLogin) { return & $module { Complete-Name @args } 'regions' $args[2] $args[4] } })]
        [Alias('RegionToCall')]
        [object[]] $Region,

        [ValidateSet('docker', 'podman', 'nerdctl', 'finch', 'buildah', 'skopeo', 'helm', 'oras', 'crane')]
        [string] $Tool,

        [string] $ToolPath,

        [string] $ConfigPath,

        [string] $ServerAddress,

        [ValidateSet('Ipv4', 'DualStack', 'All')]
        [string] $EndpointType,

        [ValidateRange(0, 2147483)]
        [double] $ToolTimeoutSec = 120,

        [switch] $PassThru
        # <connection parameters but -AccessKey -SecretKey -Region>
    )

    begin {
        # <command start>
        if ($PSBoundParameters.ContainsKey('AccessKey')) { Assert-KeyPair $PSCmdlet $AccessKey $SecretKey }
        $names = [Collections.Generic.List[string]]::new()
    }

    process {
        foreach ($value in $RegistryId) { $names.AddRange([string[]]@(ConvertTo-RegistryName $PSCmdlet $value)) }
    }

    end {
        if ($names.Count -eq 0 -and $MyInvocation.ExpectingInput) { return }
        $allowed = @(foreach ($target in Get-LoginTarget $names $PSBoundParameters) {
            if ($PSCmdlet.ShouldProcess((Format-ErrorValue $target), 'Log in')) { $target }
        })
        if ($allowed.Count -eq 0) { return }

        $request = Get-ClientRequest $PSCmdlet $PSBoundParameters 'connect'
        if ($MyInvocation.InvocationName -match '(^|\\)Auth-ECR$') { $request['fallback_region'] = 'us-east-1' }
        if ($names.Count -gt 0) { $request['registry_ids'] = $allowed }
        Invoke-ClientRequest $PSCmdlet $request 'Logging in to Amazon ECR'
    }
}
