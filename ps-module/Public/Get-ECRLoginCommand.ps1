function Get-ECRLoginCommand {
    <#
    .SYNOPSIS
    Gets user name, password and docker login command of Amazon ECR registries.

    .DESCRIPTION
    Asks Amazon ECR for authorization tokens, which are valid for 12 hours,
    and gives one object for each registry: the decoded user name and
    password, the endpoint, the time of expiry, and a docker login command
    made of these.

    Without -RegistryId it is the default registry of the caller's account.
    Any number of registries can be given or piped; they are asked for ten
    at a time, in parallel, and come back in the order given. When some of
    these calls fail, the registries of the others are still output, followed
    by one error for each failed call, with its ids in TargetObject. A value
    that is no account id ends the command before any call.

    Credentials are taken from -AccessKey and -SecretKey, else from
    -ProfileName, else from -Credential, else from $StoredAWSCredentials,
    which AWS Tools or you may have set, else from the environment, the
    default profile and the other sources that the AWS CLI knows. A variable
    set in the running session, such as $env:AWS_PROFILE = 'work', counts at
    once.

    .PARAMETER RegistryId
    The AWS account ids whose registries to get logins for. Dashes are taken
    out, and leading zeros, which PowerShell drops from a list of bare
    numbers, are put back. Ids can be piped, and so can objects that have a
    property RegistryId, RegistryIds or AccountId. Aliases: RegistryIds,
    AccountId.

    <connection parameters>

    .INPUTS
    System.String
    Registry ids, as text or numbers, or objects with a property RegistryId,
    RegistryIds or AccountId.

    .OUTPUTS
    EcrLogin.LoginCommand
    One object for each registry, with Username, Password, ProxyEndpoint,
    Endpoint, ExpiresAt and Command.

    .EXAMPLE
    Get-ECRLoginCommand

    Gets the login of the default registry, with the credentials and Region
    of the environment or the default profile.

    .EXAMPLE
    Invoke-Expression (Get-ECRLoginCommand -Region us-west-2).Command

    Logs docker in to the default registry in us-west-2.

    .EXAMPLE
    Get-ECRLoginCommand -RegistryId 111122223333,444455556666 -ProfileName work

    Gets the logins of two registries with the credentials of the profile
    'work'. Where the profile needs a one-time code, the host asks for it,
    or -MfaCode gives it.

    .EXAMPLE
    '111122223333', '444455556666' | Get-ECRLoginCommand | ForEach-Object { Invoke-Expression $_.Command }

    Logs docker in to two registries.

    .EXAMPLE
    $login = Get-ECRLoginCommand
    $login.Password | docker login --username $login.Username --password-stdin $login.ProxyEndpoint

    Logs docker in without the password on a command line.

    .EXAMPLE
    Get-ECRLoginCommand -Credential (Get-Credential -Message 'Access key and secret key') -Region eu-central-1

    Asks for an access key and its secret key, and gets a login with them.

    .EXAMPLE
    $role = aws sts assume-role --role-arn arn:aws:iam::444455556666:role/pull --role-session-name me | ConvertFrom-Json
    Get-ECRLoginCommand -Credential $role -RegistryId 444455556666

    Gets a login with the keys that STS gave, from the AWS CLI here; the
    output of Use-STSRole of AWS Tools serves as well.

    .EXAMPLE
    Get-ECRRepository | Get-ECRLoginCommand | Select-Object ProxyEndpoint, ExpiresAt

    Gets the login of each registry that the repositories lie in, which
    Get-ECRRepository of AWS Tools lists. A registry that is piped twice is
    asked for once.

    .EXAMPLE
    EcrLogin\Get-ECRLoginCommand -UseCache -Verbose

    Gets a login, or one that is kept from an earlier call, and tells where
    credentials, Region and login came from. The name of the module says
    which command is meant, where AWS Tools is there too.

    .NOTES
    Password and Command hold a secret that opens your registries for 12
    hours. The default view shortens both; Format-Table and text made of the
    object leave them out, as long as the module is imported. Whoever asks
    for the properties gets them whole, by design: Format-List *,
    Select-Object, ConvertTo-Json, Export-Csv and Get-Member show the
    password.

    To run Command puts the password on a command line. Other users of the
    machine may see it in the list of processes, and it may end up in a
    history or a transcript, and in the log of PowerShell's script blocks.
    Where that matters, use Connect-ECRRegistry, or give the password to
    docker's standard input as the fifth example does.

    Command is one safe command whatever the service answers: a value that
    could be read as anything but a value is quoted, or is an error.

    .LINK
    https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLoginCommand.md

    .LINK
    Connect-ECRRegistry

    .LINK
    Get-ECRLoginPassword

    .LINK
    Get-ECRAuthorizationToken

    .LINK
    Clear-ECRTokenCache

    .LINK
    about_EcrLogin
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('EcrLogin.LoginCommand')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUsePSCredentialType', '',
        Justification = 'Credential objects of the AWS SDK and the output of STS are taken too.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '',
        Justification = 'An object that is never turned into text.')]
    param(
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('RegistryIds', 'AccountId')]
        [object[]] $RegistryId

        # <connection parameters>
    )

    begin {
        # <command start>
        $ids = [Collections.Generic.List[string]]::new()
    }

    process {
        foreach ($value in $RegistryId) {
            if ($value -is [string]) { $ids.Add($value) }
            else { $ids.AddRange([string[]]@(ConvertTo-RegistryIdText $PSCmdlet $value)) }
        }
    }

    end {
        # Only who pipes nothing at all asks for the default registry; an empty pipeline asks for none.
        if ($ids.Count -eq 0 -and $MyInvocation.ExpectingInput) { return }
        $request = Get-ConnectionRequest $PSCmdlet $PSBoundParameters
        $request['registry_ids'] = $ids
        $answer = Invoke-EcrRequest $PSCmdlet $request

        $failures = [Collections.Generic.List[object]]::new()
        foreach ($token in $answer.Element('tokens').Elements()) {
            $login = ConvertTo-LoginCommand $token
            if ($login -is [Management.Automation.ErrorRecord]) { $failures.Add($login) } else { $login }
        }
        foreach ($failure in $failures) { $PSCmdlet.WriteError($failure) }
        if ($answer.Element('failures').HasElements) { Write-Failure $PSCmdlet $answer }
    }
}
