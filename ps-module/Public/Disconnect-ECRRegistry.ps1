function Disconnect-ECRRegistry {
    <#
    .SYNOPSIS
    Logs a container client out of Amazon ECR registries.

    .DESCRIPTION
    Takes the logins of registries out of a container client's config file
    and its credential store, under every key that one may stand (the host,
    with https:// and with http:// before it), and checks that none is left.
    No service is asked, and the client itself is not needed.

    .PARAMETER RegistryId
    Account ids, hosts or images, as Connect-ECRRegistry takes them, and the
    objects that it gives with -PassThru. They can be piped. It is needed
    unless -Public or -ServerAddress says where to log out. Aliases:
    RegistryIds, AccountId, ProxyEndpoint, Registry.

    .PARAMETER Region
    The AWS Regions of the registries that are named by account id. Alias:
    RegionToCall.

    .PARAMETER ProfileName
    The profile that says the Region, where nothing else does. Aliases:
    StoredCredentials, AWSProfileName, Profile.

    .PARAMETER Tool
    The client: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras
    or crane. Without it, the first of docker, podman, nerdctl and finch
    that is on PATH, else docker.

    .PARAMETER ToolPath
    The client's program file, in place of the one on PATH.

    .PARAMETER ConfigPath
    Where the client keeps its logins: a folder for docker, nerdctl and
    finch, a file for the others.

    .PARAMETER ServerAddress
    The host that was logged in under, in place of the registry's own.

    .PARAMETER EndpointType
    Which names of a registry are logged out of: Ipv4, DualStack or All.

    .PARAMETER Public
    Logs out of ECR Public, public.ecr.aws.

    .PARAMETER PassThru
    Gives an object for each host.

    .INPUTS
    System.String
    Account ids, hosts, images, or objects with RegistryId, ProxyEndpoint or
    Registry.

    .OUTPUTS
    None, or EcrLogin.Registry with -PassThru: Registry, Tool, ExpiresAt and
    Status, which is Removed or NotFound.

    .EXAMPLE
    Disconnect-ECRRegistry 111122223333 -Region eu-west-1

    Logs docker out of an account's registry.

    .EXAMPLE
    Disconnect-ECRRegistry -Public

    Takes out a login to ECR Public, which when expired stops even anonymous
    pulls.

    .EXAMPLE
    Disconnect-ECRRegistry 111122223333.dkr.ecr.eu-west-1.amazonaws.com -Tool podman -PassThru

    Logs podman out and tells whether there was a login.

    .EXAMPLE
    Get-ECRLoginCommand | Disconnect-ECRRegistry -EndpointType All

    Logs out of the default registry under each of its names.

    .EXAMPLE
    $logins = Connect-ECRRegistry -RegistryId 111122223333,444455556666 -PassThru
    docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1
    $logins | Disconnect-ECRRegistry

    Logs in for some work alone.

    .NOTES
    -WhatIf changes nothing. A token stays valid until it expires, whoever
    has it: logging out takes it from the client alone. Where Command of
    Get-ECRLoginCommand put it into a history or a transcript, it stays
    there.

    docker's own logout always ends with exit code 0 and says nothing of a
    store that kept the login; this command looks, and fails with the error
    StillLoggedIn.

    .LINK
    https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Disconnect-ECRRegistry.md

    .LINK
    Connect-ECRRegistry

    .LINK
    Clear-ECRTokenCache

    .LINK
    about_EcrLogin
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('EcrLogin.Registry')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('RegistryIds', 'AccountId', 'ProxyEndpoint', 'Registry')]
        [object[]] $RegistryId,

        [ArgumentCompleter({ foreach ($module in Get-Module EcrLogin) { return & $module { Complete-Name @args } 'regions' $args[2] $args[4] } })]
        [Alias('RegionToCall')]
        [object[]] $Region,

        [ArgumentCompleter({ foreach ($module in Get-Module EcrLogin) { return & $module { Complete-Name @args } 'profiles' $args[2] $args[4] } })]
        [Alias('StoredCredentials', 'AWSProfileName', 'Profile')]
        [string] $ProfileName,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('docker', 'podman', 'nerdctl', 'finch', 'buildah', 'skopeo', 'helm', 'oras', 'crane')]
        [string] $Tool,

        [string] $ToolPath,

        [string] $ConfigPath,

        [string] $ServerAddress,

        [ValidateSet('Ipv4', 'DualStack', 'All')]
        [string] $EndpointType,

        [switch] $Public,

        [switch] $PassThru
    )

    begin {
        # <command start>
        # By client: the objects of Connect-ECRRegistry each name their own.
        $targets = [ordered]@{}
    }

    process {
        $client = "$Tool"
        if (-not $targets.Contains($client)) { $targets[$client] = [Collections.Generic.List[string]]::new() }
        foreach ($value in $RegistryId) { $targets[$client].AddRange([string[]]@(ConvertTo-RegistryName $PSCmdlet $value)) }
    }

    end {
        foreach ($client in $targets.Keys) {
            $names = $targets[$client]
            if ($names.Count -eq 0 -and $MyInvocation.ExpectingInput) { continue }
            $allowed = @(foreach ($target in Get-LoginTarget $names $PSBoundParameters) {
                if ($PSCmdlet.ShouldProcess((Format-ErrorValue $target), 'Log out')) { $target }
            })
            if ($allowed.Count -eq 0) { continue }

            $request = Get-ClientRequest $PSCmdlet $PSBoundParameters 'disconnect'
            if ($client) { $request['tool'] = $client.ToLowerInvariant() }
            if ($names.Count -gt 0) { $request['registry_ids'] = $allowed }
            Invoke-ClientRequest $PSCmdlet $request 'Logging out of Amazon ECR'
        }
    }
}
